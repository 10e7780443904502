package dev.isolator.live;

import org.jspecify.annotations.Nullable;

/// What happened since a [LiveSeparator] was prepared or reset. A copy: it does not change.
///
/// @param hops spectra that the network was due to answer
/// @param heldHops hops whose answer was late and for which an earlier mask was held
/// @param dryHops hops whose answer was so late that the last stem carried the whole mix
/// @param skippedHops hops that the network never saw, as too many were waiting for it
/// @param replacedSamples samples of the input that were no sound (NaN, infinite, or beyond
///   ±[LiveSeparator#MAX_AMPLITUDE]) and were taken as 0
/// @param restarts how often the network's memory had to begin anew, as its answer was no mask
/// @param load share of a hop that the network was at work, in the mean; 1 = it just keeps up
/// @param failure why the network stopped, or null while it runs
public record LiveStatistics(
    long hops,
    long heldHops,
    long dryHops,
    long skippedHops,
    long replacedSamples,
    long restarts,
    double load,
    @Nullable String failure) {
  /// Hops whose answer was late.
  public long lateHops() {
    return heldHops + dryHops;
  }
}
