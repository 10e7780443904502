package dev.isolator.cli;

import dev.isolator.audio.SoundTrack;
import picocli.CommandLine.Option;

/// The options that choose what is taken of each file: seconds, and one of several sound tracks.
final class PartOptions {
  @Option(
      names = "--start",
      paramLabel = "TIME",
      converter = Seconds.class,
      description = "Begin here: seconds, or a time such as 1:30.5. Default: 0")
  double start;

  @Option(
      names = "--duration",
      paramLabel = "TIME",
      converter = Seconds.class,
      description = "Length of the part. Default: to the end")
  double duration = Double.POSITIVE_INFINITY;

  @Option(
      names = "--track",
      paramLabel = "N|LANGUAGE",
      description =
          "Which of several sound tracks: 1 is the first; or its language, such as eng. Default: the one that the file marks")
  String track = "";

  /// Refuses values that are out of range, with an `IllegalArgumentException`.
  void check() {
    if (!(duration > 0)) {
      throw new IllegalArgumentException("--duration must be more than 0");
    }
  }

  /// The sound track that is wanted.
  SoundTrack soundTrack() {
    return SoundTrack.of(track);
  }
}
