package dev.isolator.dataset.pair;

import java.util.List;
import java.util.stream.IntStream;

/// The finite impulse response from the aligned vocals to the vocals in the mix, fitted by least
/// squares, its length chosen by cross-validation.
///
/// @param taps impulse response, `[taps]`; polarity and gain included
/// @param before taps that lie before the sample itself
/// @param equaliser the same response as a broadband gain and peaking filters
/// @param explained share of the mix's weighted energy that the filtered vocals explain in blocks
///   that were not used for the fit, 0 to 1; about 0 for a wrong song
@SuppressWarnings("ArrayRecordComponent") // a carrier between stages: never compared or hashed
record ChannelFilter(float[] taps, int before, EqualiserFit equaliser, double explained) {
  private static final int ROUNDS = 3;

  /// Lengths tried, in samples at 44.1 kHz; a quarter of each lies before the sample.
  private static final int[] LENGTHS = {1, 32, 128, 512, 1024};

  /// Fits the filter.
  ///
  /// @param vocals `[channels][frames]`, on the mix's time line
  /// @param mix `[channels][frames]`
  static ChannelFilter fit(float[][] vocals, float[][] mix, int sampleRate) {
    int size = CrossSpectra.sizeAt(sampleRate);
    var response = new double[size];
    CrossSpectra spectra = CrossSpectra.of(vocals, mix, sampleRate, response, false);
    Fit best = choose(spectra, sampleRate);
    for (int round = 1; round < ROUNDS; round++) {
      spectra = CrossSpectra.of(vocals, mix, sampleRate, best.response(size), true);
      best = choose(spectra, sampleRate);
    }
    var taps = new float[best.taps.length];
    for (int i = 0; i < taps.length; i++) {
      taps[i] = (float) best.taps[i];
    }
    var equaliser =
        taps.length == 1
            ? new EqualiserFit(decibels(Math.abs(best.taps[0])), List.of())
            : EqualiserFit.fit(spectra.vocalPower(2), spectra.crossPower(2), sampleRate);
    return new ChannelFilter(taps, best.before, equaliser, best.explained);
  }

  /// Convolves, `[frames]` to `[frames]`.
  float[] apply(float[] signal) {
    if (taps.length == 1) {
      var out = new float[signal.length];
      for (int i = 0; i < out.length; i++) {
        out[i] = taps[0] * signal[i];
      }
      return out;
    }
    int size = FftCache.lengthFor(16 * taps.length);
    int hop = size - taps.length + 1;
    var spectrum = new double[size + 2];
    for (int i = 0; i < taps.length; i++) {
      spectrum[i] = taps[i];
    }
    FftCache.of(size).forward(spectrum);
    var out = new float[signal.length];
    IntStream.range(0, Math.ceilDiv(signal.length, hop))
        .parallel()
        .forEach(
            block -> {
              var fft = FftCache.of(size);
              var data = new double[size + 2];
              int start = block * hop - (taps.length - 1) + before;
              int to = Math.min(size, signal.length - start);
              for (int i = Math.max(0, -start); i < to; i++) {
                data[i] = signal[start + i];
              }
              fft.forward(data);
              SpectrumProduct.plain(data, spectrum, data);
              fft.inverse(data);
              int from = block * hop;
              int n = Math.min(hop, signal.length - from);
              for (int i = 0; i < n; i++) {
                out[from + i] = (float) data[taps.length - 1 + i];
              }
            });
    return out;
  }

  private record Fit(double[] taps, int before, double explained) {
    double[] response(int size) {
      var data = new double[size + 2];
      for (int i = 0; i < taps.length; i++) {
        data[Math.floorMod(i - before, size)] = taps[i];
      }
      FftCache.of(size).forward(data);
      return data;
    }
  }

  private static Fit choose(CrossSpectra spectra, int sampleRate) {
    int bestLength = 1;
    double best = Double.NEGATIVE_INFINITY;
    double total = spectra.left()[0] + spectra.left()[1];
    for (int at44k : LENGTHS) {
      int length =
          at44k == 1 ? 1 : Math.min(spectra.size() / 4, Math.round(at44k * sampleRate / 44100f));
      double explained = 0;
      for (int half = 0; half < 2; half++) {
        explained += explains(solve(spectra, half, length), spectra, 1 - half);
      }
      if (explained > best + 1e-5 * total) {
        best = explained;
        bestLength = length;
      }
    }
    double[] taps = solve(spectra, 2, bestLength);
    return new Fit(taps, before(bestLength), total > 0 ? best / total : 0);
  }

  private static int before(int length) {
    return length / 4;
  }

  /// Least squares on half 0, half 1 or both (2), regularised towards a flat gain.
  private static double[] solve(CrossSpectra spectra, int half, int length) {
    int size = spectra.size();
    double[] power = spectra.vocalPower(half);
    var fft = FftCache.of(size);
    var auto = new double[size + 2];
    for (int k = 1; k < size / 2; k++) {
      auto[2 * k] = power[k];
    }
    fft.inverse(auto);
    double[] cross = spectra.crossPower(half).clone();
    fft.inverse(cross);
    if (!(auto[0] > 0)) {
      return new double[length];
    }
    double flat = cross[0] / auto[0];
    if (length == 1) {
      return new double[] {flat};
    }
    int before = before(length);
    var right = new double[length];
    for (int i = 0; i < length; i++) {
      right[i] = cross[Math.floorMod(i - before, size)] - flat * auto[Math.abs(i - before)];
    }
    auto[0] *= 1 + 1e-4;
    double[] taps = Toeplitz.solve(auto, right);
    taps[before] += flat;
    return taps;
  }

  /// By how much subtracting the filtered vocals lowers the mix's weighted energy in one half.
  private static double explains(double[] taps, CrossSpectra spectra, int half) {
    double[] h = new Fit(taps, before(taps.length), 0).response(spectra.size());
    double[] power = spectra.vocals()[half];
    double[] cross = spectra.cross()[half];
    double sum = 0;
    for (int k = 1; k < spectra.size() / 2; k++) {
      double re = h[2 * k];
      double im = h[2 * k + 1];
      sum += 2 * (re * cross[2 * k] + im * cross[2 * k + 1]) - (re * re + im * im) * power[k];
    }
    return sum;
  }

  private static double decibels(double gain) {
    return 20 * Math.log10(Math.max(gain, 1e-9));
  }
}
