package dev.isolator.dataset.pair;

import dev.isolator.dataset.recording.Recording;
import java.util.stream.IntStream;

/// Resamples the vocals to the mix's clock and moves each segment to its place in the mix.
final class TimeAlignment {
  private static final SincInterpolator WARP = new SincInterpolator(32);
  private static final double FADE_SECONDS = 0.005;

  private TimeAlignment() {}

  /// The vocals on the mix's time line. Each segment is faded in and out over 5 ms where it borders
  /// on another one; outside the segments there is silence.
  ///
  /// @return `[channels][mixFrames]`
  static float[][] place(Recording vocals, ClockFit fit, int mixFrames) {
    int sampleRate = vocals.sampleRate();
    var out = new float[vocals.channels()][mixFrames];
    int fade = (int) (FADE_SECONDS * sampleRate);
    for (int p = 0; p < fit.segments().size(); p++) {
      AlignedSegment segment = fit.segments().get(p);
      int from =
          frame(segment.lagSeconds() + segment.fromSeconds() * fit.rate(), sampleRate, mixFrames);
      int to =
          frame(segment.lagSeconds() + segment.toSeconds() * fit.rate(), sampleRate, mixFrames);
      boolean fadeIn = p > 0 || segment.fromSeconds() > 0;
      boolean fadeOut =
          p + 1 < fit.segments().size() || segment.toSeconds() < vocals.seconds() - 0.02;
      int chunk = 1 << 16;
      IntStream.range(0, vocals.channels() * Math.ceilDiv(to - from, chunk))
          .parallel()
          .forEach(
              c -> {
                int channel = c % vocals.channels();
                int first = from + c / vocals.channels() * chunk;
                int last = Math.min(to, first + chunk);
                double position = (first - segment.lagSeconds() * sampleRate) / fit.rate();
                WARP.read(
                    vocals.samples()[channel], position, 1 / fit.rate(), out[channel], first, last);
              });
      for (float[] channel : out) {
        for (int i = 0; i < Math.min(fade, to - from); i++) {
          float gain = (i + 0.5f) / fade;
          if (fadeIn) {
            channel[from + i] *= gain;
          }
          if (fadeOut) {
            channel[to - 1 - i] *= gain;
          }
        }
      }
    }
    return out;
  }

  private static int frame(double seconds, int sampleRate, int frames) {
    return Math.clamp(Math.round(seconds * sampleRate), 0, frames);
  }
}
