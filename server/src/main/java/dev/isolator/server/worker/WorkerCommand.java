package dev.isolator.server.worker;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a worker process shall do: one of the two.
///
/// @param separate take a song apart
/// @param transcode write a stem in another format
record Order(@Nullable Separate separate, @Nullable Transcode transcode) {

  /// Takes a song apart, and writes what the page draws of it.
  ///
  /// @param input the song
  /// @param output an empty folder; `STEM.wav|flac|mp3`, `peaks-STEM-N.json` and `activity.json`
  ///   are written into it
  /// @param model `name@version`
  /// @param keep stems to write; empty = all
  /// @param format `wav`, `flac` or `mp3`; beside mp3 the stems are kept as flac, from which other
  ///   formats can be made
  /// @param bits `16`, `24`, `32f`; empty = the song's own
  /// @param startSeconds 0 or more
  /// @param durationSeconds above 0; missing = to the end
  /// @param maxSeconds longest song
  /// @param maxChannels most channels
  /// @param threads of the network; 0 = as many as there are processors
  record Separate(
      String input,
      String output,
      String model,
      List<String> keep,
      String format,
      String bits,
      double startSeconds,
      @Nullable Double durationSeconds,
      long maxSeconds,
      int maxChannels,
      int threads) {}

  /// Writes a file in another format.
  ///
  /// @param input a stem that we wrote
  /// @param output the file to write; its folder is there
  /// @param format `wav`, `flac` or `mp3`
  record Transcode(String input, String output, String format) {}
}
