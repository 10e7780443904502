package dev.isolator.cli;

import picocli.CommandLine.Option;

/// The options that choose a part of each song, in seconds.
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

  /// Refuses values that are out of range, with an `IllegalArgumentException`.
  void check() {
    if (!(duration > 0)) {
      throw new IllegalArgumentException("--duration must be more than 0");
    }
  }
}
