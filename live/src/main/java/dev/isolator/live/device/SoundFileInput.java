package dev.isolator.live.device;

import dev.isolator.audio.AudioException;
import dev.isolator.audio.AudioSource;
import dev.isolator.audio.DecodeLimits;
import dev.isolator.audio.Decoder;
import java.io.InputStream;
import java.nio.file.Path;

/// A sound file or standard input, of any format that is read, as fast as it is asked for.
public final class SoundFileInput implements AudioInput {
  private final String name;
  private final AudioSource source;

  private SoundFileInput(String name, AudioSource source) throws AudioException {
    this.name = name;
    this.source = source;
    int channels = source.info().layout().count();
    if (channels > 2) {
      source.close();
      throw new AudioException(
          AudioException.Kind.UNSUPPORTED,
          name,
          "expected 1 or 2 channels for live use, found %d; take it apart with: isolator separate"
              .formatted(channels));
    }
  }

  /// Opens a file.
  public static SoundFileInput open(Path file) throws AudioException {
    return new SoundFileInput(file.toString(), Decoder.open(file));
  }

  /// Opens a stream.
  ///
  /// @param name for messages, such as `-`
  public static SoundFileInput open(InputStream stream, String name) throws AudioException {
    return new SoundFileInput(name, Decoder.open(stream, name, DecodeLimits.defaults()));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int sampleRate() {
    return source.info().sampleRate();
  }

  @Override
  public int channels() {
    return source.info().layout().count();
  }

  @Override
  public int read(float[][] block, int frames) throws AudioException {
    return source.read(block, frames);
  }

  @Override
  public void close() {
    source.close();
  }
}
