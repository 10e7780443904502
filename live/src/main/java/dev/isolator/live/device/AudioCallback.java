package dev.isolator.live.device;

/// What an audio stream calls for every block, on its audio thread.
///
/// | array | shape | unit |
/// |---|---|---|
/// | in, out | `[channels][≥ frames]` | linear amplitude, full scale ±1.0 |
///
/// An implementation fills `out`; it does not allocate, lock, log, or read and write files.
@FunctionalInterface
public interface AudioCallback {
  /// Turns a block of the input into one of the output.
  ///
  /// @param frames 1 to the stream's largest block
  void process(float[][] in, float[][] out, int frames);

  /// Frames that `out` is later than `in`. A stream into a file leaves out so many frames at its
  /// beginning, and a stream from a file goes on with silence for so many at its end.
  default int latencyFrames() {
    return 0;
  }
}
