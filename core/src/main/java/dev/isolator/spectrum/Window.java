package dev.isolator.spectrum;

/// Window functions, and the gains of a cross-fade.
public final class Window {
  private Window() {}

  /// The periodic Hann window, `0.5 − 0.5 cos(2π i / size)`: 0 at index 0, 1 in the middle. Shifted
  /// copies a quarter of the size apart sum to 2, and their squares to 1.5.
  ///
  /// Source: Harris, Proc. IEEE 66(1), 1978, section V-C, in its DFT-even form.
  ///
  /// @param size samples, at least 1
  /// @return `[size]`, gains 0 to 1
  public static double[] hann(int size) {
    if (size < 1) {
      throw new IllegalArgumentException("size must be at least 1, was " + size);
    }
    var window = new double[size];
    for (int i = 0; i < size; i++) {
      window[i] = 0.5 - 0.5 * Math.cos(2 * Math.PI * i / size);
    }
    return window;
  }

  /// The rising gains of a cross-fade, `sin²(π/2 (i + ½) / size)`: the first half of a Hann window
  /// of twice the size, taken between its points. What falls meanwhile has `1 − gain`.
  ///
  /// @param size samples or frames, at least 1
  /// @return `[size]`, gains between 0 and 1; the last is the first's complement, and so on
  public static double[] fadeIn(int size) {
    if (size < 1) {
      throw new IllegalArgumentException("size must be at least 1, was " + size);
    }
    var gains = new double[size];
    for (int i = 0; i < size; i++) {
      double sine = Math.sin(Math.PI / 2 * (i + 0.5) / size);
      gains[i] = sine * sine;
    }
    return gains;
  }
}
