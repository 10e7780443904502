package dev.isolator.audio;

/// A file that is being written, block by block. One thread at a time.
///
/// The file grows while it is written and is whole only after [#finish()]; [#close()] before that
/// leaves whatever there is. Where somebody may read it meanwhile, or the program may be killed,
/// give it a temporary name: `dev.isolator.file.AtomicFile` has them.
public interface AudioSink extends AutoCloseable {
  /// The sample rate that is written, which is the nearest legal one where the format cannot hold
  /// the song's.
  int sampleRate();

  /// The channels that are written; fewer than the song's where the format cannot hold them.
  ChannelLayout layout();

  /// Appends frames.
  ///
  /// @param block `[channels][≥ frames]`, full scale ±1.0; integers are rounded to nearest and
  ///   saturate, no dither is added here
  void write(float[][] block, int frames) throws AudioException;

  /// Writes what is buffered, the trailer and the final header, and forces all of it to the disk.
  void finish() throws AudioException;

  @Override
  void close();
}
