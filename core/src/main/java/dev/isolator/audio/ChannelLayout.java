package dev.isolator.audio;

import static dev.isolator.audio.Speaker.BACK_CENTRE;
import static dev.isolator.audio.Speaker.BACK_LEFT;
import static dev.isolator.audio.Speaker.BACK_RIGHT;
import static dev.isolator.audio.Speaker.FRONT_CENTRE;
import static dev.isolator.audio.Speaker.FRONT_LEFT;
import static dev.isolator.audio.Speaker.FRONT_RIGHT;
import static dev.isolator.audio.Speaker.LFE;
import static dev.isolator.audio.Speaker.SIDE_LEFT;
import static dev.isolator.audio.Speaker.SIDE_RIGHT;
import static dev.isolator.audio.Speaker.UNKNOWN;

import java.util.Collections;
import java.util.List;

/// The speakers that the channels of a recording belong to, in channel order.
///
/// @param speakers 1 to 16 speakers; channel `i` is heard from `speakers.get(i)`
public record ChannelLayout(List<Speaker> speakers) {
  /// The most channels that are separated: the bed of an immersive mix, such as 9.1.6.
  public static final int MAX_CHANNELS = 16;

  public static final ChannelLayout MONO = new ChannelLayout(List.of(FRONT_CENTRE));
  public static final ChannelLayout STEREO = new ChannelLayout(List.of(FRONT_LEFT, FRONT_RIGHT));

  public ChannelLayout {
    speakers = List.copyOf(speakers);
    if (speakers.isEmpty() || speakers.size() > MAX_CHANNELS) {
      throw new IllegalArgumentException(
          "channels must be from 1 to %d, were %d".formatted(MAX_CHANNELS, speakers.size()));
    }
  }

  /// The usual layout of so many channels, for files that do not say; of more than 8 none is usual,
  /// and their places are unknown.
  ///
  /// @param channels 1 to 16
  public static ChannelLayout ofCount(int channels) {
    return switch (channels) {
      case 1 -> MONO;
      case 2 -> STEREO;
      case 3 -> new ChannelLayout(List.of(FRONT_LEFT, FRONT_RIGHT, FRONT_CENTRE));
      case 4 -> new ChannelLayout(List.of(FRONT_LEFT, FRONT_RIGHT, BACK_LEFT, BACK_RIGHT));
      case 5 ->
          new ChannelLayout(List.of(FRONT_LEFT, FRONT_RIGHT, FRONT_CENTRE, BACK_LEFT, BACK_RIGHT));
      case 6 ->
          new ChannelLayout(
              List.of(FRONT_LEFT, FRONT_RIGHT, FRONT_CENTRE, LFE, BACK_LEFT, BACK_RIGHT));
      case 7 ->
          new ChannelLayout(
              List.of(
                  FRONT_LEFT, FRONT_RIGHT, FRONT_CENTRE, LFE, BACK_CENTRE, SIDE_LEFT, SIDE_RIGHT));
      case 8 ->
          new ChannelLayout(
              List.of(
                  FRONT_LEFT,
                  FRONT_RIGHT,
                  FRONT_CENTRE,
                  LFE,
                  BACK_LEFT,
                  BACK_RIGHT,
                  SIDE_LEFT,
                  SIDE_RIGHT));
      case 9, 10, 11, 12, 13, 14, 15, 16 ->
          new ChannelLayout(Collections.nCopies(channels, UNKNOWN));
      default ->
          throw new IllegalArgumentException(
              "channels must be from 1 to %d, were %d".formatted(MAX_CHANNELS, channels));
    };
  }

  /// How many channels there are.
  public int count() {
    return speakers.size();
  }
}
