package dev.isolator.dataset.pair;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Finds the lag of each ten seconds of the vocals in the mix, to about 50 ms.
///
/// The spectral flux of each segment is correlated with that of the whole mix by FFT. A Viterbi
/// search over the segments then chooses the lags with the highest total correlation, where each
/// change of lag costs a penalty. So a repeated chorus does not attract a single segment, but a cut
/// is found.
final class CoarseSearch {
  private static final int SEGMENT = 10 * BandFlux.RATE;
  private static final int STEP = SEGMENT / 2;

  /// Frames of the mix in one transform, and the number of lags that one transform gives
  /// completely.
  private static final int BLOCK = 4096;

  private static final int HOP = BLOCK - SEGMENT;

  /// Frames by which drift may move a segment's lag from that of its neighbours.
  private static final int SLACK = 5;

  /// Penalty for a change of lag, in standard deviations.
  private static final double JUMP = 9;

  private CoarseSearch() {}

  /// Segments in the order of the vocals; neighbours of equal lag are joined. Empty if the vocals
  /// are silent.
  static List<AlignedSegment> find(BandFlux vocals, BandFlux mix) {
    int span = vocals.frames() + mix.frames();
    int count = Math.max(1, Math.ceilDiv(vocals.frames() - SEGMENT / 2, STEP));
    var scores = new float[count][];
    IntStream.range(0, count)
        .parallel()
        .forEach(p -> scores[p] = isActive(vocals, p * STEP) ? new float[span] : new float[0]);
    correlate(vocals, mix, scores);
    int[] lags = candidates(scores, span);
    if (lags.length == 0) {
      return List.of();
    }
    return join(path(scores, lags), lags, scores, vocals.frames());
  }

  /// Whether the energy of a segment is within 40 dB of the mean.
  private static boolean isActive(BandFlux vocals, int from) {
    double all = 0;
    for (float e : vocals.energy()) {
      all += e;
    }
    double here = 0;
    int to = Math.min(vocals.frames(), from + SEGMENT);
    for (int t = from; t < to; t++) {
      here += vocals.energy()[t];
    }
    return here / Math.max(1, to - from) > all / vocals.frames() * 1e-4 + 1e-9;
  }

  /// Fills `scores[p][lag + vocalFrames]`, in standard deviations over all lags. The mix is taken
  /// in blocks that overlap by a segment (overlap-save).
  private static void correlate(BandFlux vocals, BandFlux mix, float[][] scores) {
    int blocks = Math.ceilDiv(mix.frames() + SEGMENT, HOP);
    var spectra = new double[blocks][][];
    IntStream.range(0, blocks)
        .parallel()
        .forEach(j -> spectra[j] = transformed(mix, j * HOP - SEGMENT, BLOCK));
    IntStream.range(0, scores.length)
        .parallel()
        .filter(p -> scores[p].length > 0)
        .forEach(
            p -> {
              var segment = transformed(vocals, p * STEP, SEGMENT);
              var correlation = new double[blocks * HOP];
              var fft = FftCache.of(BLOCK);
              for (int j = 0; j < blocks; j++) {
                var sum = new double[BLOCK + 2];
                for (int b = 0; b < segment.length; b++) {
                  SpectrumProduct.addConjugate(segment[b], spectra[j][b], sum);
                }
                fft.inverse(sum);
                System.arraycopy(sum, 0, correlation, j * HOP, HOP);
              }
              normalise(correlation, p * STEP, vocals.frames(), mix.frames(), scores[p]);
            });
  }

  /// Spectra of `length` frames of all bands, `[bands][BLOCK + 2]`.
  private static double[][] transformed(BandFlux flux, int start, int length) {
    var fft = FftCache.of(BLOCK);
    var spectra = new double[flux.bands().length][BLOCK + 2];
    int to = Math.min(length, flux.frames() - start);
    for (int b = 0; b < spectra.length; b++) {
      float[] band = flux.bands()[b];
      for (int i = Math.max(0, -start); i < to; i++) {
        spectra[b][i] = band[start + i];
      }
      fft.forward(spectra[b]);
    }
    return spectra;
  }

  /// Scales a correlation to standard deviations. At index 0 of `correlation` the segment ends
  /// where the mix begins.
  private static void normalise(
      double[] correlation, int from, int vocalFrames, int mixFrames, float[] scores) {
    double power = 0;
    for (int i = 0; i < mixFrames + SEGMENT; i++) {
      power += correlation[i] * correlation[i];
    }
    double scale = power > 0 ? 1 / Math.sqrt(power / (mixFrames + SEGMENT)) : 0;
    for (int at = -SEGMENT + 1; at < mixFrames; at++) {
      int lag = at - from + vocalFrames;
      if (lag >= 0 && lag < scores.length) {
        scores[lag] = (float) (correlation[at + SEGMENT] * scale);
      }
    }
  }

  /// Candidate lags: the ten highest peaks of the sum over all segments, and three of each segment.
  private static int[] candidates(float[][] scores, int span) {
    var total = new float[span];
    var lags = new ArrayList<Integer>();
    for (float[] segment : scores) {
      for (int i = 0; i < segment.length; i++) {
        total[i] += segment[i];
      }
    }
    if (Arrays.stream(scores).allMatch(s -> s.length == 0)) {
      return new int[0];
    }
    addPeaks(total, 10, lags);
    for (float[] segment : scores) {
      if (segment.length > 0) {
        addPeaks(segment, 3, lags);
      }
    }
    return lags.stream().mapToInt(Integer::intValue).toArray();
  }

  private static void addPeaks(float[] curve, int count, List<Integer> lags) {
    var rest = curve.clone();
    for (int n = 0; n < count; n++) {
      int best = 0;
      for (int i = 1; i < rest.length; i++) {
        if (rest[i] > rest[best]) {
          best = i;
        }
      }
      int peak = best;
      if (lags.stream().noneMatch(l -> Math.abs(l - peak) <= SLACK)) {
        lags.add(peak);
      }
      Arrays.fill(rest, Math.max(0, peak - SLACK), Math.min(rest.length, peak + SLACK + 1), -1e9f);
    }
  }

  /// For each segment the index of its candidate.
  private static int[] path(float[][] scores, int[] lags) {
    int states = lags.length;
    var total = new double[states];
    var from = new int[scores.length][states];
    for (int p = 0; p < scores.length; p++) {
      int best = 0;
      for (int s = 1; s < states; s++) {
        if (total[s] > total[best]) {
          best = s;
        }
      }
      var next = new double[states];
      for (int s = 0; s < states; s++) {
        boolean stay = total[s] >= total[best] - JUMP;
        from[p][s] = stay ? s : best;
        next[s] = (stay ? total[s] : total[best] - JUMP) + near(scores[p], lags[s]);
      }
      total = next;
    }
    int state = 0;
    for (int s = 1; s < states; s++) {
      if (total[s] > total[state]) {
        state = s;
      }
    }
    var path = new int[scores.length];
    for (int p = scores.length - 1; p >= 0; p--) {
      path[p] = state;
      state = from[p][state];
    }
    return path;
  }

  private static double near(float[] scores, int lag) {
    double best = -1e9;
    for (int i = Math.max(0, lag - SLACK); i < Math.min(scores.length, lag + SLACK + 1); i++) {
      best = Math.max(best, scores[i]);
    }
    return scores.length == 0 ? 0 : best;
  }

  private static List<AlignedSegment> join(
      int[] path, int[] lags, float[][] scores, int vocalFrames) {
    var segments = new ArrayList<AlignedSegment>();
    int start = 0;
    double strength = 0;
    for (int p = 0; p < path.length; p++) {
      strength += near(scores[p], lags[path[p]]);
      boolean last = p + 1 == path.length;
      if (last || path[p + 1] != path[p]) {
        double from = start == 0 ? 0 : (start * STEP + SEGMENT / 4.0) / BandFlux.RATE;
        double to = (last ? vocalFrames : (p + 1) * STEP + SEGMENT / 4.0) / BandFlux.RATE;
        double lag = (double) (lags[path[p]] - vocalFrames) / BandFlux.RATE;
        segments.add(new AlignedSegment(from, to, lag, strength / Math.sqrt(p + 1.0 - start)));
        start = p + 1;
        strength = 0;
      }
    }
    return segments;
  }
}
