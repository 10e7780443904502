package dev.isolator.live.device;

/// Brings what a device delivers at its own clock's speed to the speed of another clock that
/// empties the buffer behind: [DriftControl] measures, [DriftResampler] follows. Allocates nothing
/// after it is made. One thread; [#ppm()] from any.
final class DriftCompensation {
  private final DriftControl control;
  private final DriftResampler resampler;

  /// @param targetFrames how full the buffer is to be
  DriftCompensation(int channels, int sampleRate, double targetFrames) {
    this.control = new DriftControl(sampleRate, targetFrames);
    this.resampler = new DriftResampler(channels);
  }

  /// Frames that a block may become.
  static int most(int frames) {
    return (int) Math.ceil(frames * (1 + 2 * DriftControl.MOST_PPM / 1e6)) + 1;
  }

  /// Turns a block into one at the other clock's speed.
  ///
  /// @param block `[channels][≥ frames]`
  /// @param into `[channels][≥ most(frames)]`, overwritten
  /// @param buffered frames in the buffer behind, before this block
  /// @return frames in `into`
  int process(float[][] block, int frames, float[][] into, int buffered) {
    double step = control.step(buffered, frames);
    int made = 0;
    for (int i = 0; i < frames; i++) {
      resampler.put(block, i);
      while (!resampler.needsInput()) {
        resampler.take(into, made++, step);
      }
    }
    return made;
  }

  /// Frames by which the sound is late here.
  static int latencyFrames() {
    return DriftResampler.TAPS / 2;
  }

  /// How much faster the device is than the other clock, in parts per million, as measured so far.
  double ppm() {
    return control.ppm();
  }
}
