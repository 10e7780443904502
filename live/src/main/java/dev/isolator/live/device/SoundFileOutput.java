package dev.isolator.live.device;

import dev.isolator.audio.AudioException;
import dev.isolator.audio.ChannelLayout;
import dev.isolator.audio.Encoder;
import dev.isolator.audio.OutputFormat;
import dev.isolator.audio.Tags;
import dev.isolator.file.AtomicFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A sound file, which is there, whole, after [#finish()], or not at all. Wav and flac hold what
/// the format says; nothing is dithered or turned down: use wav with 32-bit float where stems may
/// go over full scale.
public final class SoundFileOutput implements AudioOutput {
  private final Path file;
  private final AtomicFile target;
  private final Encoder encoder;

  private SoundFileOutput(Path file, AtomicFile target, Encoder encoder) {
    this.file = file;
    this.target = target;
    this.encoder = encoder;
  }

  /// Begins a file.
  ///
  /// @param overwrite whether a file that exists is replaced
  public static SoundFileOutput create(
      Path file, OutputFormat format, int sampleRate, int channels, boolean overwrite)
      throws AudioException {
    if (Files.exists(file) && !overwrite) {
      throw new AudioException(
          AudioException.Kind.UNWRITABLE,
          file.toString(),
          "exists; move it away, choose another name, or pass --overwrite");
    }
    try {
      var target = AtomicFile.beside(file);
      try {
        var encoder =
            Encoder.create(
                target.temporary(),
                file.toString(),
                format,
                sampleRate,
                ChannelLayout.ofCount(channels),
                Tags.NONE);
        return new SoundFileOutput(file, target, encoder);
      } catch (AudioException | RuntimeException e) {
        target.close();
        throw e;
      }
    } catch (AudioException e) {
      throw e;
    } catch (IOException e) {
      throw AudioException.unwritable(file.toString(), e);
    }
  }

  @Override
  public String name() {
    return file.toString();
  }

  @Override
  public void write(float[][] block, int frames) throws AudioException {
    encoder.write(block, frames);
  }

  @Override
  public void finish() throws AudioException {
    encoder.finish();
    try {
      target.replace();
    } catch (IOException e) {
      throw AudioException.unwritable(file.toString(), e);
    }
  }

  @Override
  public void close() {
    encoder.close();
    try {
      target.close();
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": the half-written file cannot be removed", e);
    }
  }
}
