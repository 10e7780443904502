package dev.isolator.dataset.effect;

/// Reduces sample rate and bit depth without filtering, as early samplers did.
///
/// @param hertz sample rate that is kept
/// @param bits bit depth at full scale
public record BitCrusher(double hertz, int bits) {

  /// Processes in place.
  public void apply(float[][] track, int sampleRate) {
    double step = 2.0 / (1 << bits);
    double each = Math.max(1, sampleRate / hertz);
    for (float[] channel : track) {
      double next = 0;
      float held = 0;
      for (int i = 0; i < channel.length; i++) {
        if (i >= next) {
          held = (float) (step * Math.rint(channel[i] / step));
          next += each;
        }
        channel[i] = held;
      }
    }
  }
}
