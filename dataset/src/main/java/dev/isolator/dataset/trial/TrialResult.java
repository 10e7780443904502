package dev.isolator.dataset.trial;

import dev.isolator.dataset.pair.Alignment;

/// A truth and what was found.
///
/// @param trueNullingDb energy of the vocals in the mix over energy of what is left of them, where
///   segments are; the mix before lossy coding
/// @param seconds the search took
public record TrialResult(Truth truth, Alignment found, double trueNullingDb, double seconds) {
  /// Error in samples at 44.1 kHz.
  double offsetError() {
    return Math.abs(found.offsetSeconds() - truth.offsetSeconds()) * 44_100;
  }

  double driftError() {
    return Math.abs(found.driftPpm() - truth.driftPpm());
  }

  double gainError() {
    return Math.abs(found.gainDb() - truth.gainDb());
  }

  /// One line for people.
  String line() {
    return "%3d %-24s %s%s%s%s off %9.3f err %8.3f sm, drift err %6.3f ppm, gain err %5.2f dB, pol %s, nulling %5.1f (%s, true %5.1f), agree %.2f, taps %d, %.1f s, %s"
        .formatted(
            truth.index(),
            truth.source(),
            truth.mixLossy() ? "M" : "-",
            truth.vocalsLossy() ? "V" : "-",
            truth.equalised() ? "E" : "-",
            truth.cutSeconds() > 0 ? "C" : "-",
            truth.offsetSeconds(),
            offsetError(),
            driftError(),
            gainError(),
            found.polarity() == truth.polarity() ? "ok" : "WRONG",
            found.nullingDb(),
            found.nullingFrom(),
            trueNullingDb,
            found.agreement(),
            found.filterTaps(),
            seconds,
            truth.related() ? found.verdict() : "unrelated: " + found.verdict());
  }
}
