package dev.isolator.dataset.effect;

import java.util.SplittableRandom;

/// Artificial reverberation by a feedback delay network: eight delay lines, coupled by a
/// Householder matrix, with a low-pass filter in each.
///
/// Source: Jot and Chaigne, *Digital delay networks for designing artificial reverberators*, 90th
/// AES Convention, 1991.
///
/// @param seconds reverberation time (60 dB)
/// @param dampHz frequency above which the reverberation decays faster
/// @param preDelaySeconds delay before the first reflection
/// @param size 0.3 (a booth) to 1.5 (a hall): scales the delay lines
/// @param wetDb level of the reverberation relative to the dry signal
public record Reverb(
    double seconds, double dampHz, double preDelaySeconds, double size, double wetDb) {
  private static final int LINES = 8;
  private static final double[] DELAYS = {
    0.0297, 0.0371, 0.0411, 0.0437, 0.0533, 0.0617, 0.0683, 0.0797
  };

  /// Adds the reverberation to a track, in place; it ends with the track.
  public void apply(float[][] track, int sampleRate, SplittableRandom random) {
    var lines = new float[LINES][];
    var gains = new double[LINES];
    for (int k = 0; k < LINES; k++) {
      double delay = DELAYS[k] * size * (0.9 + 0.2 * random.nextDouble());
      lines[k] = new float[Math.max(16, (int) (delay * sampleRate))];
      gains[k] = StrictMath.exp(-6.907755278982137 * lines[k].length / (seconds * sampleRate));
    }
    double damp = StrictMath.exp(-2 * Math.PI * dampHz / sampleRate);
    double wet = StrictDecibels.gain(wetDb) * 1.2;
    int pre = (int) (preDelaySeconds * sampleRate);
    var before = new float[2][pre + 1];
    var low = new double[LINES];
    var at = new int[LINES];
    var out = new double[LINES];
    int frames = track[0].length;
    int write = 0;
    for (int i = 0; i < frames; i++) {
      before[0][write] = track[0][i];
      before[1][write] = track[1][i];
      int read = write + 1 > pre ? 0 : write + 1;
      double inLeft = before[0][read];
      double inRight = before[1][read];
      write = read;
      double sum = 0;
      for (int k = 0; k < LINES; k++) {
        double x = lines[k][at[k]];
        low[k] = x + damp * (low[k] - x) + 1e-25;
        out[k] = low[k] * gains[k];
        sum += out[k];
      }
      double mirrored = sum * 2 / LINES;
      double left = 0;
      double right = 0;
      for (int k = 0; k < LINES; k++) {
        double in = (k & 1) == 0 ? inLeft : inRight;
        lines[k][at[k]] = (float) (out[k] - mirrored + 0.5 * in);
        at[k] = at[k] + 1 == lines[k].length ? 0 : at[k] + 1;
        double sign = (k & 2) == 0 ? 1 : -1;
        left += (k & 1) == 0 ? sign * out[k] : 0.3 * sign * out[k];
        right += (k & 1) == 1 ? sign * out[k] : 0.3 * sign * out[k];
      }
      track[0][i] += (float) (wet * left);
      track[1][i] += (float) (wet * right);
    }
  }
}
