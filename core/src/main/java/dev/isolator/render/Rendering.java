package dev.isolator.render;

import dev.isolator.audio.AudioException;
import dev.isolator.audio.AudioInfo;
import dev.isolator.audio.Tags;
import java.nio.file.Path;
import java.util.List;

/// One song's stems on their way into files.
@SuppressWarnings("DoNotCallSuggester") // until the files are written
public final class Rendering implements AutoCloseable {
  private Rendering() {}

  /// The files that would be written, stems first, then remixes.
  public static List<Path> files(
      Path directory, String song, List<String> stems, RenderOptions options) {
    throw new UnsupportedOperationException(directory + song + stems + options);
  }

  /// Makes ready to write: checks names and collisions, and creates temporary files.
  ///
  /// @param directory the folder that the pattern's names are below; made if missing
  /// @param song what `{song}` stands for
  /// @param stems the names of all stems, in the order of [#write]'s first axis; the last is the
  ///   remainder
  /// @param input what the song was
  /// @param tags the song's tags, which the stems carry on
  public static Rendering open(
      Path directory,
      String song,
      List<String> stems,
      AudioInfo input,
      Tags tags,
      RenderOptions options)
      throws AudioException {
    throw new UnsupportedOperationException(directory + song + stems + input + tags + options);
  }

  /// Appends frames.
  ///
  /// @param stems `[stems][channels][≥ frames]`, full scale ±1.0, may go over; sums to `mix`
  /// @param mix `[channels][≥ frames]`, the song as decoded
  public void write(float[][][] stems, float[][] mix, int frames) throws AudioException {
    throw new UnsupportedOperationException();
  }

  /// Completes all files and lets them appear at once.
  public RenderResult finish() throws AudioException {
    throw new UnsupportedOperationException();
  }

  /// Before [#finish()]: removes everything. After it: nothing.
  @Override
  public void close() {}
}
