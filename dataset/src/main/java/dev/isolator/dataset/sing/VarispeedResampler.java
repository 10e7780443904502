package dev.isolator.dataset.sing;

import dev.isolator.dataset.recording.KaiserWindow;

/// Reads a clip at a varying speed that follows a melody: pitch and formants move together.
///
/// A Kaiser-windowed sinc of 32 taps, with a lower cutoff where the clip is read faster than
/// recorded, against aliasing.
final class VarispeedResampler {
  private static final int HALF = 16;
  private static final int PHASES = 256;
  private static final double BETA = 8;

  /// One table for each quarter octave of speed, from 1 to 4.
  private static final float[][][] TABLES = tables();

  private VarispeedResampler() {}

  private static float[][][] tables() {
    var tables = new float[9][][];
    for (int t = 0; t < tables.length; t++) {
      double cutoff = 0.96 * StrictMath.exp(-t * 0.25 * 0.6931471805599453);
      tables[t] = new float[PHASES + 1][2 * HALF];
      for (int p = 0; p <= PHASES; p++) {
        for (int k = 0; k < 2 * HALF; k++) {
          double x = k - HALF + 1 - (double) p / PHASES;
          double window = KaiserWindow.window(x / HALF, BETA);
          double angle = Math.PI * x * cutoff;
          double sinc = x == 0 ? 1 : StrictMath.sin(angle) / angle;
          tables[t][p][k] = (float) (cutoff * window * sinc);
        }
      }
    }
    return tables;
  }

  /// Reads `frames` frames from `start` on; at the ends of the clip the direction of reading
  /// changes.
  ///
  /// @param melody semitones against the recording
  static float[] read(float[] clip, int start, int frames, MelodyCurve melody, int sampleRate) {
    var out = new float[frames];
    double at = start;
    double direction = 1;
    double speed = 1;
    int table = 0;
    var own = Double.isNaN(melody.home()) ? null : PitchContour.of(clip, sampleRate);
    for (int i = 0; i < frames; i++) {
      if ((i & 31) == 0) {
        double note = own == null ? Double.NaN : own.noteAt(at);
        double semitones = Math.clamp(melody.against((double) i / sampleRate, note), -24, 24);
        speed = StrictMath.exp(semitones / 12 * 0.6931471805599453);
        table = speed <= 1 ? 0 : Math.min(8, (int) Math.ceil(semitones / 3));
      }
      if (at > clip.length - 1 || at < 0) {
        direction = -direction; // rare, and better than silence
        at = Math.clamp(at, 0, clip.length - 1);
      }
      out[i] = point(clip, at, TABLES[table]);
      at += direction * speed;
    }
    return out;
  }

  private static float point(float[] clip, double at, float[][] table) {
    int whole = (int) at;
    float[] taps = table[(int) ((at - whole) * PHASES)];
    int start = whole - HALF + 1;
    float sum = 0;
    if (start >= 0 && start + 2 * HALF <= clip.length) {
      for (int k = 0; k < 2 * HALF; k++) {
        sum += taps[k] * clip[start + k];
      }
    } else {
      for (int k = Math.max(0, -start); k < Math.min(2 * HALF, clip.length - start); k++) {
        sum += taps[k] * clip[start + k];
      }
    }
    return sum;
  }
}
