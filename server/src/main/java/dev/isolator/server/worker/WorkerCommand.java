package dev.isolator.server.worker;

import dev.isolator.server.request.SeparationRequest;
import dev.isolator.server.request.StemFormat;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// What a worker process is told to do: one of the two.
///
/// @param separate separate a song
/// @param transcode write a stem in another format
record WorkerCommand(@Nullable Separate separate, @Nullable Transcode transcode) {

  /// Separates a song, and writes what the page draws of it.
  ///
  /// @param input path of the song
  /// @param output path of an empty folder; `STEM.wav|flac|mp3`, `peaks-STEM-N.json` and
  ///   `activity.json` are written into it
  /// @param request what is wanted, with `name@version` as its model; for mp3 the stems are also
  ///   kept as flac, from which other formats can be made
  /// @param limits larger songs are refused
  /// @param threads of the network; 0 = as many as there are processors
  /// @param voiceModel what says where somebody sings, as in `SeparatorOptions`
  record Separate(
      String input,
      String output,
      SeparationRequest request,
      SongLimits limits,
      int threads,
      String voiceModel) {}

  /// Writes a file in another format.
  ///
  /// @param input path of a stem that the server wrote
  /// @param output path of the file to write, in a folder that exists
  /// @param format to write
  record Transcode(String input, String output, StemFormat format) {
    static Transcode of(Path input, Path output, StemFormat format) {
      return new Transcode(
          input.toAbsolutePath().toString(), output.toAbsolutePath().toString(), format);
    }
  }
}
