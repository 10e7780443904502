package dev.isolator.live;

/// What a [LiveSeparator] is prepared for. Immutable.
///
/// @param sampleRate of the sound in Hz, 16 000 to 96 000; default 44 100. Nothing is resampled
/// @param channels 1 or 2; default 2
/// @param latency how long the synthesis window is; default [LiveLatency#MS_23]
/// @param slackHops hops that the network may take for its answer, 0 to 16; default 1. Where blocks
///   are longer than a hop, it has a block's other hops besides. With 0 it runs inside
///   [LiveSeparator#process], for hosts whose blocks are no shorter than a hop, or who do not hear
///   the result in real time
/// @param blockFrames every block is a multiple of so many frames, 1 to 65 536; default 1: blocks
///   of any size. A device that always asks for 128 frames saves up to a hop of latency by saying
///   so
public record LiveSettings(
    int sampleRate, int channels, LiveLatency latency, int slackHops, int blockFrames) {
  /// The lowest rate in Hz.
  public static final int MIN_SAMPLE_RATE = 16_000;

  /// The highest rate in Hz.
  public static final int MAX_SAMPLE_RATE = 96_000;

  private static final int MAX_SLACK = 16;
  private static final int MAX_BLOCK = 1 << 16;

  public LiveSettings {
    check("sampleRate", sampleRate, MIN_SAMPLE_RATE, MAX_SAMPLE_RATE);
    check("channels", channels, 1, 2);
    check("slackHops", slackHops, 0, MAX_SLACK);
    check("blockFrames", blockFrames, 1, MAX_BLOCK);
  }

  private static void check(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s must be from %d to %d, was %d".formatted(name, least, most, value));
    }
  }

  /// 44.1 kHz, stereo, 23 ms, one hop of slack, blocks of any size.
  public static LiveSettings defaults() {
    return new LiveSettings(44_100, 2, LiveLatency.MS_23, 1, 1);
  }

  /// The same at another rate in Hz.
  public LiveSettings withSampleRate(int hertz) {
    return new LiveSettings(hertz, channels, latency, slackHops, blockFrames);
  }

  /// The same with 1 or 2 channels.
  public LiveSettings withChannels(int count) {
    return new LiveSettings(sampleRate, count, latency, slackHops, blockFrames);
  }

  /// The same with another synthesis window.
  public LiveSettings withLatency(LiveLatency window) {
    return new LiveSettings(sampleRate, channels, window, slackHops, blockFrames);
  }

  /// The same with more or less time for the network.
  public LiveSettings withSlackHops(int hops) {
    return new LiveSettings(sampleRate, channels, latency, hops, blockFrames);
  }

  /// The same for blocks that are multiples of so many frames.
  public LiveSettings withBlockFrames(int frames) {
    return new LiveSettings(sampleRate, channels, latency, slackHops, frames);
  }
}
