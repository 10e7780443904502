package dev.isolator.dataset.recording;

import dev.isolator.audio.AudioException;
import dev.isolator.audio.ChannelLayout;
import dev.isolator.audio.DecodeLimits;
import dev.isolator.audio.Decoder;
import dev.isolator.audio.Encoder;
import dev.isolator.audio.OutputFormat;
import dev.isolator.audio.SampleDepth;
import dev.isolator.audio.SoundTrack;
import dev.isolator.audio.Tags;
import dev.isolator.file.AtomicFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/// Recordings from files and into files.
public final class RecordingFile {
  /// Longest recording that is read whole: 30 minutes. In stereo at 48 kHz that is 660 MiB.
  public static final int MAX_SECONDS = 1800;

  private static final int BLOCK = 1 << 16;

  private RecordingFile() {}

  /// Decodes a whole file.
  ///
  /// @throws AudioException also if it is longer than [#MAX_SECONDS]
  public static Recording read(Path file) throws AudioException {
    return read(file, 0, MAX_SECONDS);
  }

  /// Decodes a part of a file; less where the file ends before.
  ///
  /// @param fromSeconds of the first frame, at least 0
  /// @param seconds wanted, at most [#MAX_SECONDS]
  public static Recording read(Path file, double fromSeconds, double seconds)
      throws AudioException {
    return read(Decoder.open(file, DecodeLimits.defaults()), file, fromSeconds, seconds);
  }

  /// Decodes one audio track of a file that holds several, such as a `.stem.mp4`.
  ///
  /// @param track from 0
  public static Recording readTrack(Path file, int track) throws AudioException {
    return read(
        Decoder.open(file, new SoundTrack.Numbered(track + 1), DecodeLimits.defaults()),
        file,
        0,
        MAX_SECONDS);
  }

  private static Recording read(Decoder opened, Path file, double fromSeconds, double seconds)
      throws AudioException {
    try (var decoder = opened) {
      int rate = decoder.info().sampleRate();
      decoder.skip(Math.round(fromSeconds * rate));
      long wanted = Math.round(seconds * rate);
      int channels = decoder.info().layout().count();
      long declared = decoder.info().declaredFrames();
      int guess =
          Math.clamp(declared < 0 ? BLOCK : declared + 1, 1, (int) Math.min(wanted, 1 << 24));
      var samples = new float[channels][guess];
      var block = new float[channels][BLOCK];
      int frames = 0;
      while (frames < wanted) {
        int n = decoder.read(block, (int) Math.min(BLOCK, wanted - frames));
        if (n < 0) {
          break;
        }
        for (int c = 0; c < channels; c++) {
          if (frames + n > samples[c].length) {
            samples[c] = Arrays.copyOf(samples[c], Math.max(frames + n, 2 * samples[c].length));
          }
          System.arraycopy(block[c], 0, samples[c], frames, n);
        }
        frames += n;
      }
      if (seconds == MAX_SECONDS && decoder.read(block, 1) > 0) {
        throw new AudioException(
            AudioException.Kind.LIMIT,
            file.toString(),
            "is longer than %d seconds, the most that is read whole; cut it first"
                .formatted(MAX_SECONDS));
      }
      for (int c = 0; c < channels; c++) {
        if (samples[c].length != frames) {
          samples[c] = Arrays.copyOf(samples[c], frames);
        }
      }
      return new Recording(samples, rate);
    }
  }

  /// Writes a 32-bit float WAV file, whole or not at all; see [AtomicFile].
  public static void writeWav(Path file, Recording recording) throws AudioException {
    write(file, recording, new OutputFormat(OutputFormat.Container.WAV, SampleDepth.F32, 0));
  }

  /// Writes a 16-bit FLAC file, whole or not at all; see [AtomicFile].
  public static void writeFlac(Path file, Recording recording) throws AudioException {
    write(file, recording, new OutputFormat(OutputFormat.Container.FLAC, SampleDepth.S16, 0));
  }

  /// Writes a file of any format that [Encoder] knows, whole or not at all; see [AtomicFile].
  public static void write(Path file, Recording recording, OutputFormat format)
      throws AudioException {
    try (var target = AtomicFile.beside(file)) {
      write(target.temporary(), file.toString(), recording, format);
      target.replace();
    } catch (AudioException e) {
      throw e;
    } catch (IOException e) {
      throw AudioException.unwritable(file.toString(), e);
    }
  }

  private static void write(Path file, String name, Recording recording, OutputFormat format)
      throws AudioException {
    try (var encoder =
        Encoder.create(
            file,
            name,
            format,
            recording.sampleRate(),
            ChannelLayout.ofCount(recording.channels()),
            Tags.NONE)) {
      var block = new float[recording.channels()][BLOCK];
      for (int at = 0; at < recording.frames(); at += BLOCK) {
        int n = Math.min(BLOCK, recording.frames() - at);
        for (int c = 0; c < recording.channels(); c++) {
          System.arraycopy(recording.samples()[c], at, block[c], 0, n);
        }
        encoder.write(block, n);
      }
      encoder.finish();
    }
  }
}
