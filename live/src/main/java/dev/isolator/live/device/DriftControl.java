package dev.isolator.live.device;

/// Finds the ratio of two clocks from how full the buffer between them is, and holds it at its
/// target: a proportional–integral controller over the mean of many blocks.
///
/// The integral is the drift that was measured, in parts per million; crystals differ by up to 100,
/// so that more than [#MOST_PPM] is no drift but a device that does not keep its rate. One thread;
/// [#ppm()] from any.
final class DriftControl {
  /// 0.2 %: three and a half cents, which nobody hears as pitch.
  static final double MOST_PPM = 2000;

  private static final double SMOOTHING_SECONDS = 1;
  private static final double PROPORTIONAL_SECONDS = 20; // in which an excess would be gone
  private static final double INTEGRAL_SECONDS = 60;

  private final int sampleRate;
  private final double target;
  private double mean;
  private boolean known;
  private double integral;
  private volatile double ppm;

  /// @param targetFrames how full the buffer is to be
  DriftControl(int sampleRate, double targetFrames) {
    this.sampleRate = sampleRate;
    this.target = targetFrames;
  }

  /// Says how full the buffer is, once a block.
  ///
  /// @param frames in the buffer
  /// @param block frames since the last call
  /// @return input samples to take for each output sample, about 1
  double step(double frames, int block) {
    double seconds = (double) block / sampleRate;
    if (!known) {
      mean = frames;
      known = true;
    }
    mean += Math.min(1, seconds / SMOOTHING_SECONDS) * (frames - mean);
    double excessSeconds = (mean - target) / sampleRate;
    double most = MOST_PPM / 1e6;
    integral += excessSeconds * seconds / (PROPORTIONAL_SECONDS * INTEGRAL_SECONDS);
    integral = Math.clamp(integral, -most, most);
    double change = Math.clamp(integral + excessSeconds / PROPORTIONAL_SECONDS, -most, most);
    ppm = 1e6 * integral;
    return 1 + change;
  }

  /// How much faster the buffer is filled than emptied, in parts per million, as measured so far.
  double ppm() {
    return ppm;
  }
}
