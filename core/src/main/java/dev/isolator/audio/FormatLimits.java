package dev.isolator.audio;

import static dev.isolator.audio.Speaker.BACK_CENTRE;
import static dev.isolator.audio.Speaker.BACK_LEFT;
import static dev.isolator.audio.Speaker.BACK_RIGHT;
import static dev.isolator.audio.Speaker.FRONT_CENTRE;
import static dev.isolator.audio.Speaker.FRONT_LEFT;
import static dev.isolator.audio.Speaker.FRONT_RIGHT;

import dev.isolator.audio.OutputFormat.Container;
import java.util.List;

/// The rates, channels and bit rates that each format can hold, and which of them is written where
/// the song has others.
///
/// | format | rates (Hz) | channels | bit rates (kbit/s) |
/// |---|---|---|---|
/// | wav | all | all | |
/// | flac | to 65 535 all, beyond it multiples of 10 | 1 to 8 in stated places | |
/// | mp3 | 8, 11.025, 12, 16, 22.05, 24, 32, 44.1, 48 k | 1, 2 | the 14 of ISO 11172-3, below 32 kHz those of ISO 13818-3 |
/// | m4a | those of mp3, and 64, 88.2, 96 k | 1 to 8 | to 6 144 bits a frame (1 024 samples) and channel |
/// | opus | 48 k | 1 to 8 | 6 to 256 a channel |
/// | stem | those of m4a | 1, 2 | those of m4a, each stream |
final class FormatLimits {
  private static final int[] MP3_RATES = {
    8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000
  };
  private static final int[] AAC_RATES = {
    8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000, 64000, 88200, 96000
  };

  /// MPEG-1 layer III.
  private static final int[] MP3_KBPS = {
    32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320
  };

  /// MPEG-2 layer III, of the rates below 32 kHz; LAME holds those from 12 kHz down to 64.
  private static final int[] MP3_LOW_RATE_KBPS = {
    8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160
  };

  private static final List<ChannelLayout> STEREO_LAYOUTS =
      List.of(ChannelLayout.MONO, ChannelLayout.STEREO);
  private static final List<ChannelLayout> OPUS_LAYOUTS =
      List.of(
          ChannelLayout.MONO,
          ChannelLayout.STEREO,
          ChannelLayout.ofCount(3),
          ChannelLayout.ofCount(4),
          ChannelLayout.ofCount(5),
          ChannelLayout.ofCount(6),
          ChannelLayout.ofCount(7),
          ChannelLayout.ofCount(8));
  private static final List<ChannelLayout> AAC_LAYOUTS =
      List.of(
          ChannelLayout.MONO,
          ChannelLayout.STEREO,
          ChannelLayout.ofCount(3),
          new ChannelLayout(List.of(FRONT_LEFT, FRONT_RIGHT, FRONT_CENTRE, BACK_CENTRE)),
          new ChannelLayout(List.of(FRONT_LEFT, FRONT_RIGHT, BACK_LEFT, BACK_RIGHT)),
          ChannelLayout.ofCount(5),
          ChannelLayout.ofCount(6),
          ChannelLayout.ofCount(7),
          ChannelLayout.ofCount(8));

  private FormatLimits() {}

  /// The rate that is written: the song's where the format has it; else the next above it; above
  /// the highest, the highest that divides it, or else the highest.
  static int rate(Container container, int sampleRate) {
    return switch (container) {
      case WAV -> sampleRate;
      case FLAC -> sampleRate <= 65_535 ? sampleRate : (sampleRate + 5) / 10 * 10;
      case MP3 -> rate(MP3_RATES, sampleRate);
      case M4A, STEM, STEM_ALAC -> rate(AAC_RATES, sampleRate);
      case OPUS -> 48_000;
    };
  }

  private static int rate(int[] legal, int wanted) {
    for (int rate : legal) {
      if (rate >= wanted) {
        return rate;
      }
    }
    int last = legal.length - 1;
    return wanted % legal[last] != 0 && wanted % legal[last - 1] == 0
        ? legal[last - 1]
        : legal[last];
  }

  /// The channels that are written.
  static ChannelMapping channels(Container container, ChannelLayout layout) {
    return switch (container) {
      case WAV -> ChannelMapping.of(layout, List.of());
      case FLAC ->
          Ffmpeg.mask(layout) != 0
              ? ChannelMapping.of(layout, List.of())
              : ChannelMapping.renamed(layout, ChannelLayout.ofCount(layout.count()));
      case MP3, STEM, STEM_ALAC -> ChannelMapping.of(layout, STEREO_LAYOUTS);
      case M4A -> ChannelMapping.of(layout, AAC_LAYOUTS);
      case OPUS -> ChannelMapping.of(layout, OPUS_LAYOUTS);
    };
  }

  /// The bit rate that is written; 0 for mp3's V0 and for lossless formats.
  ///
  /// @param wanted kbit/s for all channels together; 0 = the default
  static int kbps(Container container, int wanted, int sampleRate, int channels) {
    return switch (container) {
      case WAV, FLAC, STEM_ALAC -> 0;
      case MP3 -> wanted == 0 ? 0 : mp3Kbps(wanted, sampleRate);
      case M4A, STEM -> {
        int most = Math.max(1, 6 * sampleRate * channels / 1000);
        yield Math.clamp(wanted == 0 ? 128 * channels : wanted, 8, most);
      }
      case OPUS -> Math.clamp(wanted == 0 ? 96 * channels : wanted, 6, 256 * channels);
    };
  }

  private static int mp3Kbps(int wanted, int sampleRate) {
    int[] legal = sampleRate >= 32_000 ? MP3_KBPS : MP3_LOW_RATE_KBPS;
    int most = sampleRate <= 12_000 ? 64 : legal[legal.length - 1];
    int nearest = legal[0];
    for (int kbps : legal) {
      if (kbps <= most && Math.abs(kbps - wanted) <= Math.abs(nearest - wanted)) {
        nearest = kbps;
      }
    }
    return nearest;
  }
}
