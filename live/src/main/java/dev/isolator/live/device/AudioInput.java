package dev.isolator.live.device;

import dev.isolator.audio.AudioException;

/// Where samples come from, block by block, on a thread that may wait.
public sealed interface AudioInput extends AutoCloseable permits SoundFileInput, JavaSoundInput {
  /// Its name, as it was typed.
  String name();

  /// In Hz.
  int sampleRate();

  /// Channels of a block, 1 or 2.
  int channels();

  /// Whether it delivers at the speed of a clock of its own; a file or a pipe does not.
  default boolean isRealTime() {
    return false;
  }

  /// Frames between the sound and its arrival here, as far as they are known; 0 of what has no
  /// clock.
  default int latencyFrames() {
    return 0;
  }

  /// Reads the next frames, and waits for them.
  ///
  /// @param block `[channels][≥ frames]`, overwritten
  /// @return frames read, or −1 at the end
  /// @throws DeviceException if the device has gone
  int read(float[][] block, int frames) throws AudioException, DeviceException;

  /// Lets go whoever waits in [#read], where it may wait for any time: there, nothing more comes.
  /// Any thread.
  default void stop() {}

  @Override
  void close();
}
