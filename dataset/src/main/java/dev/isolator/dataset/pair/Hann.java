package dev.isolator.dataset.pair;

/// A Hann window that is cut out of a signal into a transform's input.
final class Hann {
  private final double[] window;

  /// @param size samples; periodic
  Hann(int size) {
    window = new double[size];
    for (int i = 0; i < size; i++) {
      window[i] = 0.5 - 0.5 * Math.cos(2 * Math.PI * i / size);
    }
  }

  /// Writes `data[i] = window[i] · signal[start + i]` for the window's size; silence lies outside
  /// the signal. The rest of `data` stays.
  ///
  /// @return the energy before windowing
  double cut(float[] signal, int start, double[] data) {
    double energy = 0;
    if (start >= 0 && start + window.length <= signal.length) {
      for (int i = 0; i < window.length; i++) {
        double x = signal[start + i];
        energy += x * x;
        data[i] = window[i] * x;
      }
      return energy;
    }
    for (int i = 0; i < window.length; i++) {
      int at = start + i;
      double x = at >= 0 && at < signal.length ? signal[at] : 0;
      energy += x * x;
      data[i] = window[i] * x;
    }
    return energy;
  }
}
