package dev.isolator.benchmarks;

import dev.isolator.evaluate.metric.BssEval;
import dev.isolator.evaluate.metric.Pcm16;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/// The time of BSS Eval v4 for a song of four minutes with four stereo stems, compared with the
/// time of a direct solve of its equations alone, as in the reference implementation: 4096 unknowns
/// for each stem, 1024 for each stem's own reference, by EJML's LU decomposition. Correlations and
/// frames are not part of the direct solve's time.
final class ScoringSpeed {
  private static final int RATE = 44_100;
  private static final int SECONDS = 240;
  private static final int STEMS = 4;
  private static final int CHANNELS = 2;

  private ScoringSpeed() {}

  public static void main(String[] args) {
    var references = new ArrayList<Pcm16>();
    var random = new Random(1);
    for (int stem = 0; stem < STEMS; stem++) {
      references.add(noise(random, 0.5 + 0.1 * stem));
    }
    var estimates = new ArrayList<Pcm16>();
    for (int stem = 0; stem < STEMS; stem++) {
      estimates.add(mixed(random, references.get(stem), references.get((stem + 1) % STEMS)));
    }
    double first = score(references, estimates);
    double second = score(references, estimates);
    System.out.printf(
        "BSS Eval v4, %d s, %d stereo stems: %.1f s, again %.1f s, on %d processors, heap %d MB%n",
        SECONDS,
        STEMS,
        first,
        second,
        Runtime.getRuntime().availableProcessors(),
        Runtime.getRuntime().totalMemory() >> 20);
    int all = STEMS * CHANNELS * BssEval.TAPS;
    double direct = STEMS * (solve(random, all) + solve(random, all / STEMS));
    System.out.printf(
        "direct solves of its %d systems of %d and %d unknowns: %.1f s, %.1f times the whole of the above%n",
        2 * STEMS, all, all / STEMS, direct, direct / second);
  }

  private static double score(List<Pcm16> references, List<Pcm16> estimates) {
    long begin = System.nanoTime();
    var scores = BssEval.score(references, estimates);
    double seconds = (System.nanoTime() - begin) / 1e9;
    System.out.println("  median of the first stem: " + scores.getFirst().median());
    return seconds;
  }

  /// Seconds for one dense system with a right-hand side for each channel; the values do not
  /// matter.
  private static double solve(Random random, int unknowns) {
    var matrix = new DMatrixRMaj(unknowns, unknowns);
    for (int i = 0; i < unknowns; i++) {
      for (int j = 0; j < unknowns; j++) {
        matrix.set(i, j, random.nextDouble() + (i == j ? unknowns : 0));
      }
    }
    var right = new DMatrixRMaj(unknowns, CHANNELS);
    var solution = new DMatrixRMaj(unknowns, CHANNELS);
    long begin = System.nanoTime();
    if (!CommonOps_DDRM.solve(matrix, right, solution)) {
      throw new IllegalStateException("a matrix with a strong diagonal is regular");
    }
    return (System.nanoTime() - begin) / 1e9;
  }

  private static Pcm16 noise(Random random, double colour) {
    var samples = new short[CHANNELS][RATE * SECONDS];
    var last = new double[CHANNELS];
    for (int i = 0; i < samples[0].length; i++) {
      double middle = random.nextGaussian();
      for (int channel = 0; channel < CHANNELS; channel++) {
        last[channel] = colour * last[channel] + 800 * (middle + 0.5 * random.nextGaussian());
        samples[channel][i] = (short) last[channel];
      }
    }
    return new Pcm16(samples, RATE);
  }

  private static Pcm16 mixed(Random random, Pcm16 stem, Pcm16 other) {
    var samples = new short[CHANNELS][stem.frames()];
    for (int channel = 0; channel < CHANNELS; channel++) {
      for (int i = 0; i < samples[channel].length; i++) {
        samples[channel][i] =
            (short)
                (0.8 * stem.samples()[channel][i]
                    + 0.1 * other.samples()[channel][i]
                    + 100 * random.nextGaussian());
      }
    }
    return new Pcm16(samples, RATE);
  }
}
