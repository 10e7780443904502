package dev.isolator.separation;

import dev.isolator.audio.ChannelLayout;
import dev.isolator.audio.Speaker;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Two channels that a network hears as left and right, or one that it hears on both sides.
///
/// @param left a channel's index
/// @param right a channel's index, the same as `left` for a channel on its own
record ChannelPair(int left, int right) {
  private static final List<List<Speaker>> SIDES =
      List.of(
          List.of(Speaker.FRONT_LEFT, Speaker.FRONT_RIGHT),
          List.of(Speaker.BACK_LEFT, Speaker.BACK_RIGHT),
          List.of(Speaker.SIDE_LEFT, Speaker.SIDE_RIGHT),
          List.of(Speaker.FRONT_LEFT_OF_CENTRE, Speaker.FRONT_RIGHT_OF_CENTRE),
          List.of(Speaker.TOP_FRONT_LEFT, Speaker.TOP_FRONT_RIGHT),
          List.of(Speaker.TOP_BACK_LEFT, Speaker.TOP_BACK_RIGHT));

  /// The pairs of a layout: front, back, side, and every other channel on its own. The LFE channel
  /// is in none: nobody sings there, it goes whole to the last stem.
  static List<ChannelPair> of(ChannelLayout layout) {
    Map<Speaker, Integer> channelOf = new EnumMap<>(Speaker.class);
    var pairs = new ArrayList<ChannelPair>();
    for (int channel = 0; channel < layout.count(); channel++) {
      Speaker speaker = layout.speakers().get(channel);
      if (speaker == Speaker.UNKNOWN || channelOf.putIfAbsent(speaker, channel) != null) {
        pairs.add(new ChannelPair(channel, channel)); // no place, or a place taken twice
      }
    }
    for (List<Speaker> sides : SIDES) {
      if (channelOf.keySet().containsAll(sides)) {
        pairs.add(
            new ChannelPair(
                removed(channelOf, sides.getFirst()), removed(channelOf, sides.getLast())));
      }
    }
    channelOf.remove(Speaker.LFE);
    channelOf.values().forEach(channel -> pairs.add(new ChannelPair(channel, channel)));
    if (pairs.isEmpty()) { // nothing but an LFE channel: better heard than dropped
      pairs.add(new ChannelPair(0, 0));
    }
    return List.copyOf(pairs);
  }

  private static int removed(Map<Speaker, Integer> channelOf, Speaker speaker) {
    Integer channel = channelOf.remove(speaker);
    if (channel == null) {
      throw new IllegalStateException(speaker + " was there a moment ago");
    }
    return channel;
  }

  /// Whether it is one channel on both sides.
  boolean isMono() {
    return left == right;
  }
}
