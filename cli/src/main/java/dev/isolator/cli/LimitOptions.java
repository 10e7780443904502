package dev.isolator.cli;

import dev.isolator.audio.DecodeLimits;
import dev.isolator.audio.DecodeLimits.Truncation;
import picocli.CommandLine.Option;

/// The limits on what is read from a file: the components of [DecodeLimits], named alike.
final class LimitOptions {
  private static final DecodeLimits DEFAULTS = DecodeLimits.defaults();

  @Option(
      names = "--allow-truncated",
      description = "Take a file that ends too early as far as it goes. Default: refuse it")
  boolean allowTruncated;

  @Option(
      names = "--max-seconds",
      paramLabel = "TIME",
      converter = Seconds.class,
      description = "Longest song. Default: 7 days")
  double maxSeconds = DEFAULTS.maxSeconds();

  @Option(names = "--max-channels", paramLabel = "N", description = "Most channels. Default: 16")
  int maxChannels = DEFAULTS.maxChannels();

  @Option(
      names = "--min-sample-rate",
      paramLabel = "HZ",
      description = "Lowest rate. Default: 6000")
  int minSampleRate = DEFAULTS.minSampleRate();

  @Option(
      names = "--max-sample-rate",
      paramLabel = "HZ",
      description = "Highest rate. Default: 384000")
  int maxSampleRate = DEFAULTS.maxSampleRate();

  @Option(
      names = "--max-streams",
      paramLabel = "N",
      description = "Streams in a file: sound, video, subtitles, covers. Default: 64")
  int maxStreams = DEFAULTS.maxStreams();

  @Option(
      names = "--max-tag-bytes",
      paramLabel = "N",
      description = "Bytes of all tags together; tags beyond are left out. Default: 1048576")
  int maxTagBytes = DEFAULTS.maxTagBytes();

  @Option(
      names = "--max-cover-bytes",
      paramLabel = "N",
      description = "Bytes of the cover picture; a larger one is left out. Default: 16777216")
  int maxCoverBytes = DEFAULTS.maxCoverBytes();

  @Option(
      names = "--max-spool-bytes",
      paramLabel = "N",
      description =
          "Bytes of a pipe that must be put into a temporary file (mp4, aiff, avi, caf, WavPack). Default: 8589934592")
  long maxSpoolBytes = DEFAULTS.maxSpoolBytes();

  /// Refuses values that are out of range, with an `IllegalArgumentException`.
  DecodeLimits toLimits() {
    return new DecodeLimits(
        (long) Math.ceil(maxSeconds),
        maxChannels,
        minSampleRate,
        maxSampleRate,
        maxStreams,
        maxTagBytes,
        maxCoverBytes,
        maxSpoolBytes,
        allowTruncated ? Truncation.ALLOW : Truncation.REFUSE);
  }
}
