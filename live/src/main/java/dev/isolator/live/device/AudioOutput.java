package dev.isolator.live.device;

import dev.isolator.audio.AudioException;

/// Where samples go, block by block, on a thread that may wait.
public sealed interface AudioOutput extends AutoCloseable
    permits SoundFileOutput, PipeOutput, JavaSoundOutput {
  /// Its name, as it was typed.
  String name();

  /// Whether it takes samples at the speed of a clock of its own; a file or a pipe does not.
  default boolean isRealTime() {
    return false;
  }

  /// Frames between a block's arrival here and its sound, as far as they are known; 0 of what has
  /// no clock.
  default int latencyFrames() {
    return 0;
  }

  /// Writes a block, and waits until there is room for it.
  ///
  /// @param block `[channels][≥ frames]`
  /// @throws DeviceException if the device has gone
  void write(float[][] block, int frames) throws AudioException, DeviceException;

  /// No more comes: what is buffered is played or written; a file is there from now on.
  void finish() throws AudioException;

  @Override
  void close();
}
