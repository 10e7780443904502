package dev.isolator.dataset.effect;

import java.util.List;

/// A channel vocoder: in each band a sawtooth chord (the carrier) is given the level of the voice
/// (the modulator). Above 6 kHz the voice itself is kept, so that consonants stay intelligible.
///
/// Source: Dudley, *Remaking Speech*, J. Acoust. Soc. Am. 11, 1939.
///
/// @param hertz of the chord's notes, one or more
/// @param bands from 120 Hz to 6 kHz, in equal intervals
public record Vocoder(List<Double> hertz, int bands) {
  private static final double LOWEST = 120;
  private static final double HIGHEST = 6000;

  /// Cutoff frequency of the envelope followers.
  private static final double FOLLOW_HZ = 40;

  /// Processes in place: both channels become the vocoder's output for their mean, at the voice's
  /// level.
  public void apply(float[][] track, int sampleRate) {
    int n = track[0].length;
    var voice = new float[n];
    for (int i = 0; i < n; i++) {
      voice[i] = 0.5f * (track[0][i] + track[1][i]);
    }
    var carrier = carrier(n, sampleRate);
    var sum = new double[n];
    double ratio = StrictMath.pow(HIGHEST / LOWEST, 1.0 / bands);
    double follow = 1 - StrictMath.exp(-2 * Math.PI * FOLLOW_HZ / sampleRate);
    for (int b = 0; b < bands; b++) {
      double low = LOWEST * StrictMath.pow(ratio, b);
      float[] said = band(voice, low, low * ratio, sampleRate);
      float[] played = band(carrier, low, low * ratio, sampleRate);
      double saidPower = 0;
      double playedPower = 0;
      for (int i = 0; i < n; i++) {
        saidPower += follow * (said[i] * said[i] - saidPower);
        playedPower += follow * (played[i] * played[i] - playedPower);
        sum[i] += played[i] * Math.sqrt(saidPower / (playedPower + 1e-9));
      }
    }
    float[] hiss = band(voice, HIGHEST, 0.45 * sampleRate, sampleRate);
    for (int i = 0; i < n; i++) {
      float y = (float) sum[i] + hiss[i];
      track[0][i] = y;
      track[1][i] = y;
    }
  }

  /// Sawtooth waves with band-limited steps (PolyBLEP), so that there is little aliasing.
  private float[] carrier(int n, int sampleRate) {
    var carrier = new float[n];
    for (double note : hertz) {
      double step = note / sampleRate;
      double phase = 0;
      for (int i = 0; i < n; i++) {
        carrier[i] += (float) (2 * phase - 1 - rounding(phase, step));
        phase += step;
        phase -= phase >= 1 ? 1 : 0;
      }
    }
    return carrier;
  }

  /// PolyBLEP: Välimäki and Huovilainen, IEEE Signal Processing Magazine 24(2), 2007.
  private static double rounding(double phase, double step) {
    if (phase < step) {
      double x = phase / step;
      return 2 * x - x * x - 1;
    }
    if (phase > 1 - step) {
      double x = (phase - 1) / step;
      return x * x + 2 * x + 1;
    }
    return 0;
  }

  private static float[] band(float[] signal, double from, double to, int sampleRate) {
    float[][] band = {signal.clone()};
    for (int order = 0; order < 2; order++) {
      Biquad.highPass(from, sampleRate).apply(band);
      Biquad.lowPass(to, sampleRate).apply(band);
    }
    return band[0];
  }
}
