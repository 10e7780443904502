package dev.isolator.live.device;

import dev.isolator.audio.AudioException;
import dev.isolator.audio.AudioSource;
import dev.isolator.audio.DecodeLimits;
import dev.isolator.audio.Decoder;
import dev.isolator.audio.NamedPipe;
import java.io.InputStream;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A sound file or standard input, of any format that is read, as fast as it is asked for.
public final class SoundFileInput implements AudioInput {
  private final String name;
  private final AudioSource source;
  private final @Nullable PipeInput pipe;

  private SoundFileInput(String name, AudioSource source, @Nullable PipeInput pipe)
      throws AudioException {
    this.name = name;
    this.source = source;
    this.pipe = pipe;
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

  /// Opens a file, or a named pipe.
  public static SoundFileInput open(Path file) throws AudioException {
    return NamedPipe.is(file)
        ? open(PipeInput.of(file), file.toString())
        : new SoundFileInput(file.toString(), Decoder.open(file), null);
  }

  /// Opens a stream.
  ///
  /// @param name for messages, such as `-`
  public static SoundFileInput open(InputStream stream, String name) throws AudioException {
    return open(PipeInput.of(stream), name);
  }

  private static SoundFileInput open(PipeInput pipe, String name) throws AudioException {
    return new SoundFileInput(name, Decoder.open(pipe, name, DecodeLimits.defaults()), pipe);
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
  public void stop() {
    if (pipe != null) {
      pipe.stop();
    }
  }

  @Override
  public void close() {
    stop();
    source.close();
  }
}
