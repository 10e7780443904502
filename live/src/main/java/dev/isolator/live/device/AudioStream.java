package dev.isolator.live.device;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// An input and an output with a thread that calls an [AudioCallback] for each block. Made by
/// [AudioStreams]. Started once; after [#close()] it is gone.
public sealed interface AudioStream extends AutoCloseable permits BlockingStream, JackStream {
  /// In Hz.
  int sampleRate();

  /// Channels of input and output, 1 or 2.
  int channels();

  /// Frames of every block.
  int blockFrames();

  /// Frames between the sound outside and the block in which it comes, as far as they are known.
  int captureLatencyFrames();

  /// Frames between a block that was processed and its sound outside, as far as they are known.
  int playbackLatencyFrames();

  /// Whether blocks come at the speed of a clock. May change, with JACK's freewheel mode. Any
  /// thread.
  boolean isRealTime();

  /// Begins.
  ///
  /// @throws DeviceException if the device does not start
  void start(AudioCallback callback) throws DeviceException;

  /// No more input is taken; what was taken is still processed and written. Any thread.
  void stop();

  /// Waits for the end of the input and the output of its last sample, at most for so long. Any
  /// thread.
  ///
  /// @return whether it has ended, or has failed: see [#failure()]
  boolean awaitEnd(Duration most) throws InterruptedException;

  /// Why it ended before its time: a [DeviceException] for a device that has gone, something else
  /// for a file that cannot be read or written; null while it runs, and after a proper end.
  @Nullable Exception failure();

  /// What happened so far. Any thread.
  Counters counters();

  /// Frees the devices; a file that was not finished is removed.
  @Override
  void close();

  /// Counts of a stream.
  ///
  /// @param dropOuts blocks that came too late or not at all (xruns, underruns, overruns)
  /// @param driftPpm how much faster the input's clock is than the output's, in parts per million,
  ///   as measured; 0 where there is one clock
  record Counters(long dropOuts, double driftPpm) {}
}
