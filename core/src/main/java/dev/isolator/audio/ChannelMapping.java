package dev.isolator.audio;

import static dev.isolator.audio.Speaker.BACK_LEFT;
import static dev.isolator.audio.Speaker.BACK_RIGHT;
import static dev.isolator.audio.Speaker.FRONT_CENTRE;
import static dev.isolator.audio.Speaker.FRONT_LEFT;
import static dev.isolator.audio.Speaker.FRONT_RIGHT;
import static dev.isolator.audio.Speaker.SIDE_LEFT;
import static dev.isolator.audio.Speaker.SIDE_RIGHT;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// How the song's channels become those that a format can hold: the same, the same in other places,
/// or a downmix.
///
/// Tried in this order, for a format with a list of legal layouts:
/// 1. one and two channels are mono and stereo, whatever their places;
/// 2. a legal layout that has a place for every channel, the smallest one; side speakers may become
///    back speakers and back ones side ones; places that are left over are silent;
/// 3. stereo: left and right as they are, the centre and the surrounds of each side 3 dB down, LFE
///    left out (ITU-R BS.775-3, annex 4), and all of it scaled so that no sum goes over full scale.
///
/// The weights are constants of the layout: stems that are mixed down still sum to the mixed-down
/// song.
///
/// @param from the song's channels
/// @param to the channels that are written
/// @param weights `[to][from]`, linear gain
@SuppressWarnings("ArrayRecordComponent") // used as a table, compared by nobody
record ChannelMapping(ChannelLayout from, ChannelLayout to, float[][] weights) {
  private static final double THREE_DB_DOWN = Math.sqrt(0.5);

  /// @param legal what the format holds, smallest first; empty = any layout
  static ChannelMapping of(ChannelLayout from, List<ChannelLayout> legal) {
    if (legal.isEmpty()) {
      return new ChannelMapping(from, from, straight(from.count()));
    }
    if (from.count() <= 2) {
      return new ChannelMapping(from, ChannelLayout.ofCount(from.count()), straight(from.count()));
    }
    for (var to : legal) {
      var weights = placed(from, to);
      if (weights != null) {
        return new ChannelMapping(from, to, weights);
      }
    }
    return new ChannelMapping(from, ChannelLayout.STEREO, mixedDown(from));
  }

  /// The same channels in other places.
  static ChannelMapping renamed(ChannelLayout from, ChannelLayout to) {
    return new ChannelMapping(from, to, straight(from.count()));
  }

  /// Whether every channel goes out as it came in.
  boolean isStraight() {
    if (to.count() != from.count()) {
      return false;
    }
    for (int o = 0; o < weights.length; o++) {
      for (int i = 0; i < weights[o].length; i++) {
        if (weights[o][i] != (i == o ? 1 : 0)) {
          return false;
        }
      }
    }
    return true;
  }

  /// Whether channels were added up, so that the old ones cannot be had back.
  boolean isMixedDown() {
    return to.count() < from.count();
  }

  /// @param in `[from][≥ frames]`
  /// @param out `[to][≥ frames]`, overwritten
  void apply(float[][] in, float[][] out, int frames) {
    for (int o = 0; o < weights.length; o++) {
      for (int n = 0; n < frames; n++) {
        double sum = 0;
        for (int i = 0; i < weights[o].length; i++) {
          sum += (double) weights[o][i] * in[i][n];
        }
        out[o][n] = (float) sum;
      }
    }
  }

  private static float[][] straight(int channels) {
    var weights = new float[channels][channels];
    for (int c = 0; c < channels; c++) {
      weights[c][c] = 1;
    }
    return weights;
  }

  /// Every channel in a place of its own, or null where `to` has none for one of them.
  private static float @Nullable [][] placed(ChannelLayout from, ChannelLayout to) {
    var weights = new float[to.count()][from.count()];
    var taken = new boolean[to.count()];
    for (int i = 0; i < from.count(); i++) {
      var speaker = from.speakers().get(i);
      int place = to.speakers().indexOf(speaker);
      if (place < 0) {
        var neighbour = neighbour(speaker);
        place = from.speakers().contains(neighbour) ? -1 : to.speakers().indexOf(neighbour);
      }
      if (place < 0 || speaker == Speaker.UNKNOWN || taken[place]) {
        return null;
      }
      taken[place] = true;
      weights[place][i] = 1;
    }
    return weights;
  }

  private static Speaker neighbour(Speaker speaker) {
    return switch (speaker) {
      case SIDE_LEFT -> BACK_LEFT;
      case SIDE_RIGHT -> BACK_RIGHT;
      case BACK_LEFT -> SIDE_LEFT;
      case BACK_RIGHT -> SIDE_RIGHT;
      case FRONT_LEFT_OF_CENTRE -> FRONT_LEFT;
      case FRONT_RIGHT_OF_CENTRE -> FRONT_RIGHT;
      case TOP_FRONT_LEFT -> FRONT_LEFT;
      case TOP_FRONT_RIGHT -> FRONT_RIGHT;
      case TOP_BACK_LEFT -> BACK_LEFT;
      case TOP_BACK_RIGHT -> BACK_RIGHT;
      case FRONT_LEFT, FRONT_RIGHT, FRONT_CENTRE, LFE, BACK_CENTRE, TOP_CENTRE -> speaker;
      case TOP_FRONT_CENTRE, TOP_BACK_CENTRE, UNKNOWN -> speaker;
    };
  }

  private static float[][] mixedDown(ChannelLayout from) {
    var gains = new double[2][from.count()];
    var most = 1.0;
    for (int side = 0; side < 2; side++) {
      double sum = 0;
      for (int i = 0; i < from.count(); i++) {
        gains[side][i] = stereoGain(from.speakers().get(i), side);
        sum += gains[side][i];
      }
      most = Math.max(most, sum);
    }
    var weights = new float[2][from.count()];
    for (int side = 0; side < 2; side++) {
      for (int i = 0; i < from.count(); i++) {
        weights[side][i] = (float) (gains[side][i] / most);
      }
    }
    return weights;
  }

  /// @param side 0 = left, 1 = right
  private static double stereoGain(Speaker speaker, int side) {
    return switch (speaker) {
      case FRONT_LEFT, FRONT_LEFT_OF_CENTRE -> side == 0 ? 1 : 0;
      case FRONT_RIGHT, FRONT_RIGHT_OF_CENTRE -> side == 1 ? 1 : 0;
      case BACK_LEFT, SIDE_LEFT, TOP_FRONT_LEFT, TOP_BACK_LEFT -> side == 0 ? THREE_DB_DOWN : 0;
      case BACK_RIGHT, SIDE_RIGHT, TOP_FRONT_RIGHT, TOP_BACK_RIGHT -> side == 1 ? THREE_DB_DOWN : 0;
      case FRONT_CENTRE, BACK_CENTRE, TOP_CENTRE, UNKNOWN -> THREE_DB_DOWN;
      case TOP_FRONT_CENTRE, TOP_BACK_CENTRE -> THREE_DB_DOWN;
      case LFE -> 0;
    };
  }
}
