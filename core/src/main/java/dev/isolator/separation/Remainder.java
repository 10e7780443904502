package dev.isolator.separation;

/// The last stem: what the others leave of the mix.
final class Remainder {
  private Remainder() {}

  /// Sets the last stem to mix − Σ others, summed in double.
  ///
  /// @param stems `[stems][channels][≥ frames]`; the last is overwritten
  /// @param mix `[channels][≥ frames]`
  static void leave(float[][][] stems, float[][] mix, int frames) {
    float[][] last = stems[stems.length - 1];
    for (int channel = 0; channel < mix.length; channel++) {
      for (int i = 0; i < frames; i++) {
        double rest = mix[channel][i];
        for (int stem = 0; stem < stems.length - 1; stem++) {
          rest -= stems[stem][channel][i];
        }
        last[channel][i] = (float) rest;
      }
    }
  }
}
