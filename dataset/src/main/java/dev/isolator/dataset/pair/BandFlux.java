package dev.isolator.dataset.pair;

import java.util.stream.IntStream;

/// The spectral flux of a signal in frequency bands: how fast levels rise. A voice and a mix that
/// contains it have it in common even where phases, gains and equalisers differ.
///
/// Frames are Hann windows of about 46 ms every 10 ms. In each of 36 bands (six per octave from 110
/// Hz to 7 kHz) the rise of the logarithmic energy over 20 ms is clipped to 0 to 12 dB, its mean
/// over one second is subtracted, and the band is scaled to unit variance.
///
/// @param bands `[bands][frames]`, zero mean, unit variance (all 0 for a silent band)
/// @param energy `[frames]`, energy of each window, amplitude²
@SuppressWarnings("ArrayRecordComponent") // a carrier between stages: never compared or hashed
record BandFlux(float[][] bands, float[] energy) {
  /// Frames per second, at any sample rate.
  static final int RATE = 100;

  private static final int BANDS = 36;
  private static final double LOWEST_HZ = 110;
  private static final double CLIP = 12 / 4.343; // 12 dB in nepers of power

  /// Number of frames.
  int frames() {
    return energy.length;
  }

  /// Measures a signal.
  ///
  /// @param mono `[frames]`, full scale ±1.0
  static BandFlux of(float[] mono, double sampleRate) {
    int window = FftCache.lengthFor((int) Math.round(sampleRate * 0.046) - 1);
    int frames = (int) (mono.length * RATE / sampleRate) + 1;
    int[] edges = edges(sampleRate, window);
    var logs = new float[BANDS][frames];
    var energy = new float[frames];
    var hann = new FrameCutter(window);
    int chunk = 1024;
    IntStream.range(0, Math.ceilDiv(frames, chunk))
        .parallel()
        .forEach(
            c -> {
              var fft = FftCache.of(window);
              var data = new double[window + 2];
              for (int t = c * chunk; t < Math.min(frames, (c + 1) * chunk); t++) {
                int centre = (int) Math.round(t * sampleRate / RATE);
                energy[t] = (float) hann.cut(mono, centre - window / 2, data);
                fft.forward(data);
                for (int b = 0; b < BANDS; b++) {
                  logs[b][t] = (float) power(data, edges[b], edges[b + 1]);
                }
              }
            });
    IntStream.range(0, BANDS).parallel().forEach(b -> rises(logs[b]));
    return new BandFlux(logs, energy);
  }

  private static double power(double[] spectrum, int from, int to) {
    double sum = 0;
    for (int i = 2 * from; i < 2 * to; i++) {
      sum += spectrum[i] * spectrum[i];
    }
    return sum;
  }

  private static int[] edges(double sampleRate, int window) {
    var edges = new int[BANDS + 1];
    edges[0] = Math.max(1, (int) Math.round(LOWEST_HZ * window / sampleRate));
    for (int b = 1; b <= BANDS; b++) {
      int ideal = (int) Math.round(LOWEST_HZ * Math.pow(2, b / 6.0) * window / sampleRate);
      edges[b] = Math.min(window / 2, Math.max(edges[b - 1] + 1, ideal));
    }
    return edges;
  }

  /// Band energies to normalised rises, in place.
  private static void rises(float[] band) {
    int n = band.length;
    double mean = 0;
    for (float e : band) {
      mean += e;
    }
    double floor = mean / Math.max(1, n) * 1e-4 + 1e-12;
    var log = new double[n];
    for (int t = 0; t < n; t++) {
      log[t] = Math.log(band[t] + floor);
    }
    var rise = new double[n];
    for (int t = 1; t < n - 1; t++) {
      rise[t] = Math.clamp(log[t + 1] - log[t - 1], 0, CLIP);
    }
    var sums = new double[n + 1];
    for (int t = 0; t < n; t++) {
      sums[t + 1] = sums[t] + rise[t];
    }
    double power = 0;
    for (int t = 0; t < n; t++) {
      int from = Math.max(0, t - RATE / 2);
      int to = Math.min(n, t + RATE / 2 + 1);
      double centred = rise[t] - (sums[to] - sums[from]) / (to - from);
      band[t] = (float) centred;
      power += centred * centred;
    }
    double scale = power > 1e-9 ? 1 / Math.sqrt(power / n) : 0;
    for (int t = 0; t < n; t++) {
      band[t] *= (float) scale;
    }
  }
}
