package dev.isolator.audio;

/// The limits of what a decoder accepts, generous for music, so that a hostile or broken file costs
/// bounded time, memory and disk. A file beyond one of them is refused with an [AudioException] of
/// kind `LIMIT` that names the limit: `maxSeconds`, which is `--max-seconds` on the command line.
///
/// @param maxSeconds longest song, in seconds of sound; default 7 days
/// @param maxChannels most channels, 1 to 16; default 16 (beds of immersive mixes)
/// @param minSampleRate lowest sample rate in Hz, from 1 000; default 6 000
/// @param maxSampleRate highest sample rate in Hz, to 768 000; default 384 000
/// @param maxStreams most streams in a container (video, sound, subtitles, covers); default 64
/// @param maxTagBytes most bytes of all tags together, as UTF-8; what comes after is left out;
///   default 1 MiB
/// @param maxCoverBytes largest cover picture; a larger one is left out; default 16 MiB
/// @param maxSpoolBytes most bytes of a pipe that are put into a temporary file, which mp4, aiff,
///   avi, caf and WavPack need because they have to be read out of order; default 8 GiB
/// @param truncation what to do with a file that ends before its header says; default `REFUSE`
public record DecodeLimits(
    long maxSeconds,
    int maxChannels,
    int minSampleRate,
    int maxSampleRate,
    int maxStreams,
    int maxTagBytes,
    int maxCoverBytes,
    long maxSpoolBytes,
    Truncation truncation) {

  /// The lowest sample rate in Hz that [#minSampleRate()] can allow: below it, a song's networks
  /// and filters have nothing to work on.
  public static final int LOWEST_SAMPLE_RATE = 1_000;

  /// The highest sample rate in Hz that [#maxSampleRate()] can allow.
  public static final int HIGHEST_SAMPLE_RATE = 768_000;

  /// What to do with a file that ends before its header says.
  public enum Truncation {
    /// Throw at the end, with both counts.
    REFUSE,
    /// End there; [Decoder#errors()] has the count.
    ALLOW
  }

  private static final DecodeLimits DEFAULTS =
      new DecodeLimits(
          7L * 24 * 3600,
          ChannelLayout.MAX_CHANNELS,
          6_000,
          384_000,
          64,
          1 << 20,
          16 << 20,
          8L << 30,
          Truncation.REFUSE);

  public DecodeLimits {
    range("maxSeconds", maxSeconds, 1, 1L << 31);
    range("maxChannels", maxChannels, 1, ChannelLayout.MAX_CHANNELS);
    range("minSampleRate", minSampleRate, LOWEST_SAMPLE_RATE, maxSampleRate);
    range("maxSampleRate", maxSampleRate, LOWEST_SAMPLE_RATE, HIGHEST_SAMPLE_RATE);
    range("maxStreams", maxStreams, 1, 1000);
    range("maxTagBytes", maxTagBytes, 0, 1 << 28);
    range("maxCoverBytes", maxCoverBytes, 0, 1 << 28);
    range("maxSpoolBytes", maxSpoolBytes, 0, Long.MAX_VALUE);
  }

  /// All limits at their defaults.
  public static DecodeLimits defaults() {
    return DEFAULTS;
  }

  /// The same limits with another [#maxSeconds()].
  public DecodeLimits withMaxSeconds(long maxSeconds) {
    return new DecodeLimits(
        maxSeconds,
        maxChannels,
        minSampleRate,
        maxSampleRate,
        maxStreams,
        maxTagBytes,
        maxCoverBytes,
        maxSpoolBytes,
        truncation);
  }

  /// The same limits with another [#maxChannels()].
  public DecodeLimits withMaxChannels(int maxChannels) {
    return new DecodeLimits(
        maxSeconds,
        maxChannels,
        minSampleRate,
        maxSampleRate,
        maxStreams,
        maxTagBytes,
        maxCoverBytes,
        maxSpoolBytes,
        truncation);
  }

  /// The same limits with another [#minSampleRate()].
  public DecodeLimits withMinSampleRate(int minSampleRate) {
    return new DecodeLimits(
        maxSeconds,
        maxChannels,
        minSampleRate,
        maxSampleRate,
        maxStreams,
        maxTagBytes,
        maxCoverBytes,
        maxSpoolBytes,
        truncation);
  }

  /// The same limits with another [#maxSampleRate()].
  public DecodeLimits withMaxSampleRate(int maxSampleRate) {
    return new DecodeLimits(
        maxSeconds,
        maxChannels,
        minSampleRate,
        maxSampleRate,
        maxStreams,
        maxTagBytes,
        maxCoverBytes,
        maxSpoolBytes,
        truncation);
  }

  /// The same limits with another [#maxStreams()].
  public DecodeLimits withMaxStreams(int maxStreams) {
    return new DecodeLimits(
        maxSeconds,
        maxChannels,
        minSampleRate,
        maxSampleRate,
        maxStreams,
        maxTagBytes,
        maxCoverBytes,
        maxSpoolBytes,
        truncation);
  }

  /// The same limits with another [#maxTagBytes()].
  public DecodeLimits withMaxTagBytes(int maxTagBytes) {
    return new DecodeLimits(
        maxSeconds,
        maxChannels,
        minSampleRate,
        maxSampleRate,
        maxStreams,
        maxTagBytes,
        maxCoverBytes,
        maxSpoolBytes,
        truncation);
  }

  /// The same limits with another [#maxCoverBytes()].
  public DecodeLimits withMaxCoverBytes(int maxCoverBytes) {
    return new DecodeLimits(
        maxSeconds,
        maxChannels,
        minSampleRate,
        maxSampleRate,
        maxStreams,
        maxTagBytes,
        maxCoverBytes,
        maxSpoolBytes,
        truncation);
  }

  /// The same limits with another [#maxSpoolBytes()].
  public DecodeLimits withMaxSpoolBytes(long maxSpoolBytes) {
    return new DecodeLimits(
        maxSeconds,
        maxChannels,
        minSampleRate,
        maxSampleRate,
        maxStreams,
        maxTagBytes,
        maxCoverBytes,
        maxSpoolBytes,
        truncation);
  }

  /// The same limits with another [#truncation()].
  public DecodeLimits withTruncation(Truncation truncation) {
    return new DecodeLimits(
        maxSeconds,
        maxChannels,
        minSampleRate,
        maxSampleRate,
        maxStreams,
        maxTagBytes,
        maxCoverBytes,
        maxSpoolBytes,
        truncation);
  }

  private static void range(String name, long value, long from, long to) {
    if (value < from || value > to) {
      throw new IllegalArgumentException(
          "%s must be from %d to %d, was %d".formatted(name, from, to, value));
    }
  }
}
