package dev.isolator.evaluate.metric;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/// [BssEval] as its papers write it, without any shortcut: sums over samples, a dense system of
/// equations for each projection, filtered signals. It takes minutes for seconds of audio; the
/// tests compare the fast version with it.
final class PlainBssEval {
  private PlainBssEval() {}

  /// The same as [BssEval#score(List, List)], with filters of `taps`.
  static FrameScores[] score(List<Pcm16> references, List<Pcm16> estimates, int taps) {
    ShapeCheck.check(references, estimates);
    int window = references.getFirst().sampleRate();
    int count = BssEval.frames(references.getFirst().frames(), window);
    boolean[] defined = BssEval.defined(references, estimates, window, count);
    short[][] everything =
        references.stream().flatMap(stem -> Arrays.stream(stem.samples())).toArray(short[][]::new);
    var scores = new FrameScores[references.size()];
    for (int stem = 0; stem < scores.length; stem++) {
      short[][] truth = references.get(stem).samples();
      short[][] estimate = estimates.get(stem).samples();
      double[][] own = filters(truth, estimate, taps);
      double[][] all = filters(everything, estimate, taps);
      var frames = new BssRatios[count];
      for (int frame = 0; frame < count; frame++) {
        int start = frame * window;
        int end = BssEval.end(frame, window, references);
        frames[frame] =
            defined[frame]
                ? split(truth, estimate, everything, own, all, start, end, taps)
                : BssRatios.UNDEFINED;
      }
      scores[stem] = new FrameScores(List.of(frames));
    }
    return scores;
  }

  private static BssRatios split(
      short[][] truth,
      short[][] estimate,
      short[][] everything,
      double[][] own,
      double[][] all,
      int start,
      int end,
      int taps) {
    double target = 0;
    double image = 0;
    double explained = 0;
    double distortion = 0;
    double spatial = 0;
    double interference = 0;
    double artefacts = 0;
    for (int channel = 0; channel < truth.length; channel++) {
      double[] projectedOwn = filter(truth, own[channel], start, end, taps);
      double[] projectedAll = filter(everything, all[channel], start, end, taps);
      for (int n = 0; n < end - start + taps - 1; n++) {
        double s = start + n < end ? truth[channel][start + n] : 0;
        double e = start + n < end ? estimate[channel][start + n] : 0;
        double eSpat = projectedOwn[n] - s;
        double eInterf = projectedAll[n] - s - eSpat;
        double eArtif = e - s - eSpat - eInterf;
        target += s * s;
        image += square(s + eSpat);
        explained += square(s + eSpat + eInterf);
        distortion += square(eSpat + eInterf + eArtif);
        spatial += square(eSpat);
        interference += square(eInterf);
        artefacts += square(eArtif);
      }
    }
    return BssRatios.of(target, image, explained, distortion, spatial, interference, artefacts);
  }

  private static double square(double x) {
    return x * x;
  }

  /// For each channel of `y` the filters `[signals · taps]` that take `x` nearest to it.
  private static double[][] filters(short[][] x, short[][] y, int taps) {
    int n = x.length * taps;
    var gram = new DMatrixRMaj(n, n);
    for (int i = 0; i < x.length; i++) {
      for (int j = 0; j < x.length; j++) {
        for (int lag = 0; lag < taps; lag++) {
          double inner = innerProduct(x[i], x[j], lag);
          for (int tap = lag; tap < taps; tap++) {
            gram.set(i * taps + tap, j * taps + tap - lag, inner);
            gram.set(j * taps + tap - lag, i * taps + tap, inner);
          }
        }
      }
    }
    var right = new DMatrixRMaj(n, y.length);
    for (int channel = 0; channel < y.length; channel++) {
      for (int i = 0; i < x.length; i++) {
        for (int lag = 0; lag < taps; lag++) {
          right.set(i * taps + lag, channel, innerProduct(x[i], y[channel], lag));
        }
      }
    }
    var solution = new DMatrixRMaj(n, y.length);
    assertTrue(CommonOps_DDRM.solve(gram, right, solution), "the references span no space");
    var filters = new double[y.length][n];
    for (int channel = 0; channel < y.length; channel++) {
      for (int i = 0; i < n; i++) {
        filters[channel][i] = solution.get(i, channel);
      }
    }
    return filters;
  }

  /// `Σₙ x[n] y[n + lag]`.
  private static double innerProduct(short[] x, short[] y, int lag) {
    double sum = 0;
    for (int n = 0; n + lag < y.length; n++) {
      sum += (double) x[n] * y[n + lag];
    }
    return sum;
  }

  private static double[] filter(short[][] x, double[] filters, int start, int end, int taps) {
    var sum = new double[end - start + taps - 1];
    for (int i = 0; i < x.length; i++) {
      for (int n = start; n < end; n++) {
        for (int tap = 0; tap < taps; tap++) {
          sum[n - start + tap] += filters[i * taps + tap] * x[i][n];
        }
      }
    }
    return sum;
  }
}
