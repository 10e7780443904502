package dev.isolator.live;

import java.util.Arrays;

/// How long a network takes for a hop on this machine, once it is warm. Its slower levels run every
/// 2nd, 4th, 8th … hop, so that hops of one phase take longer than others.
///
/// @param hopMillis from one hop to the next
/// @param meanMillis of a hop, over all phases
/// @param medianMillis of a hop
/// @param worstMillis of the phase that takes longest
public record HopTimes(
    double hopMillis, double meanMillis, double medianMillis, double worstMillis) {
  /// The share of the time that may be needed in the mean: the rest is for everything else that the
  /// machine does.
  private static final double MOST_LOAD = 0.7;

  /// From times of consecutive hops.
  ///
  /// @param nanos `[n]`, in order, the first of phase 0
  /// @param phases hops after which the same levels run again
  static HopTimes of(long[] nanos, int phases, double hopMillis) {
    double worst = 0;
    for (int phase = 0; phase < phases; phase++) {
      int count = (nanos.length - phase + phases - 1) / phases;
      var times = new long[count];
      for (int i = 0; i < count; i++) {
        times[i] = nanos[phase + i * phases];
      }
      worst = Math.max(worst, median(times)); // the median: a machine stalls now and then
    }
    double sum = 0;
    for (long time : nanos) {
      sum += time;
    }
    return new HopTimes(
        hopMillis, sum / nanos.length / 1e6, median(nanos.clone()) / 1e6, worst / 1e6);
  }

  private static double median(long[] times) {
    Arrays.sort(times);
    return times[times.length / 2];
  }

  /// The share of a hop that the network is at work, in the mean.
  public double load() {
    return meanMillis / hopMillis;
  }

  /// Whether the machine keeps up, whatever the slack.
  public boolean keepsUp() {
    return load() <= MOST_LOAD;
  }

  /// Hops of slack with which the slowest phase is in time, 1 or more.
  public int neededSlackHops() {
    return (int) Math.max(1, Math.ceil(worstMillis / (MOST_LOAD * hopMillis)));
  }
}
