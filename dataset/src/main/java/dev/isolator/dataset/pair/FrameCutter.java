package dev.isolator.dataset.pair;

import dev.isolator.spectrum.Window;

/// Cuts Hann-windowed frames out of a signal into a transform's input. Immutable; any number of
/// threads.
final class FrameCutter {
  private final double[] window;

  /// @param size samples of a frame
  FrameCutter(int size) {
    window = Window.hann(size);
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
