package dev.isolator.train.data;

/// Reads a signal at a speed that changes from sample to sample: pitch and formants move together.
/// 16 taps of a windowed sinc; what is read faster than recorded is not low-passed first, which
/// folds a little of the top octave.
final class SincReader {
  private static final int TAPS = 16;
  private static final int PHASES = 512;
  private static final float[][] TABLE = table();

  private SincReader() {}

  /// Reads until one of the arrays ends.
  ///
  /// @param signal read from its start
  /// @param semitones `[n]` speed over time: 12 is twice as fast
  /// @param into filled from `at` on until `semitones`, `signal` or `into` ends
  /// @return samples written
  static int read(float[] signal, float[] semitones, float[] into, int at) {
    double place = 0;
    int n = Math.min(semitones.length, into.length - at);
    for (int i = 0; i < n; i++) {
      if (place > signal.length - 1) {
        return i;
      }
      int whole = (int) place;
      float[] taps = TABLE[(int) ((place - whole) * PHASES)];
      int first = whole - TAPS / 2 + 1;
      float sum = 0;
      for (int k = Math.max(0, -first); k < Math.min(TAPS, signal.length - first); k++) {
        sum += signal[first + k] * taps[k];
      }
      into[at + i] = sum;
      place += Math.exp(semitones[i] * (Math.log(2) / 12));
    }
    return n;
  }

  private static float[][] table() {
    var table = new float[PHASES][TAPS];
    for (int p = 0; p < PHASES; p++) {
      for (int k = 0; k < TAPS; k++) {
        double x = k - TAPS / 2.0 + 1 - (p + 0.5) / PHASES;
        table[p][k] = (float) (Resampler.sinc(x) * Resampler.kaiser(x / (TAPS / 2.0)));
      }
    }
    return table;
  }
}
