package dev.isolator.mask;

import dev.isolator.spectrum.AnalysisGrid;
import dev.isolator.spectrum.Stft;
import java.util.ArrayList;
import java.util.List;

/// Multiple input spectrogram inversion (MISI): phases that go with the stems' magnitudes, and with
/// the mix.
///
/// A masked spectrum has the mix's phase, which is not the stem's own. Each round turns the stems'
/// spectra into samples, shares what they lack of the mix out among them in equal parts, and takes
/// the phases of the result: `x_j = istft(S_j)`, `x_j += (x − Σ x_k) / J`, `S_j = |S_j| · stft(x_j)
/// / |stft(x_j)|`. After the last round the samples come out, and the remaining difference is
/// shared once more, so the stems sum to the mix.
///
/// It is a stream: a round lags `⌈fftLength / hop⌉ − 1` frames behind the one before it, 3 with the
/// usual quarter hop, so what comes out depends on 3 N + 3 frames around it and on no chunk's edge.
/// Memory is constant: in each round some frames of every stem. Costs `J` transforms and `J`
/// inverse ones a frame and round.
///
/// Use: [#add] frames from the song's frame 0 on, [#take] samples, from its first on; [#finish] and
/// take the rest. One song and one channel, one thread.
///
/// Source: Gunawan and Sen, Iterative Phase Estimation for the Synthesis of Separated Sources From
/// Single-Channel Mixtures, IEEE Signal Processing Letters 17(5), 2010. Differs in that rounds run
/// one behind the other over a stream, with equal results, where the paper takes the song as a
/// whole.
public final class PhaseRefinement {
  private final List<PhaseRound> rounds = new ArrayList<>();
  private final List<float[][]> handed = new ArrayList<>();

  /// The mix's samples.
  @FunctionalInterface
  public interface Mix {
    /// A sample of the song, full scale ±1.0; 0 outside of it.
    float sample(long frame);
  }

  /// @param iterations rounds, 1 or more
  /// @param stems with the last one
  /// @param mix is asked for samples between those that were taken and those under the last frame
  ///   that was added
  public PhaseRefinement(int iterations, int stems, AnalysisGrid grid, Mix mix) {
    for (int round = 0; round <= iterations; round++) {
      int late = round == iterations ? lagFrames(iterations, grid) : 0;
      rounds.add(new PhaseRound(stems, new Stft(grid), mix, late));
      handed.add(new float[stems][2 * grid.bins()]);
    }
  }

  /// Frames by which samples come out later than without.
  ///
  /// @param iterations 0 or more
  public static int lagFrames(int iterations, AnalysisGrid grid) {
    return iterations * PhaseRound.lagFrames(grid.fftLength(), grid.hopLength());
  }

  /// Bytes of Java's memory for a channel.
  ///
  /// @param iterations 1 or more
  /// @param stems with the last one
  public static long bytes(int iterations, int stems, AnalysisGrid grid) {
    long late = (long) lagFrames(iterations, grid) * grid.hopLength() * Float.BYTES;
    long round = PhaseRound.bytes(grid.fftLength(), grid.hopLength());
    return stems * ((iterations + 1L) * round + late);
  }

  /// Adds the song's next frame. What is ready must have been taken.
  ///
  /// @param spectra `[stems with the last][2 * bins]`; the magnitudes count, and the phases to
  ///   begin with
  public void add(float[][] spectra) {
    rounds.getFirst().add(spectra);
    pass();
  }

  /// No more frames come.
  public void finish() {
    for (int round = 0; round < rounds.size(); round++) {
      rounds.get(round).finish();
      pass();
    }
  }

  private void pass() {
    for (int round = 0; round < rounds.size() - 1; round++) {
      float[][] frame = handed.get(round);
      while (rounds.get(round).refine(frame)) {
        rounds.get(round + 1).add(frame);
        for (int later = round + 1; later < rounds.size() - 1; later++) {
          if (!rounds.get(later).refine(handed.get(later))) {
            break;
          }
          rounds.get(later + 1).add(handed.get(later));
        }
      }
    }
  }

  /// Samples that can be taken.
  public int ready() {
    return rounds.getLast().ready();
  }

  /// Takes samples.
  ///
  /// @param stem any
  /// @param samples written from `offset` on
  /// @param count of them, at most [#ready()]; every stem must be asked for the same before the
  ///   next frame is added
  public void take(int stem, float[] samples, int offset, int count) {
    rounds.getLast().take(stem, samples, offset, count);
  }

  /// Forgets samples that were taken.
  public void forget(int count) {
    rounds.getLast().forget(count);
  }
}
