package dev.isolator.dataset.trial;

import dev.isolator.dataset.pair.Alignment;
import dev.isolator.dataset.pair.Segment;
import java.util.Comparator;
import java.util.Objects;

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

  /// The largest error of a segment's offset, in samples at 44.1 kHz; infinite if the found ones
  /// are fewer or more than the true ones.
  double segmentError() {
    if (found.segments().size() != truth.segments().size()) {
      return Double.POSITIVE_INFINITY;
    }
    double most = 0;
    for (Segment segment : truth.segments()) {
      double nearest =
          found.segments().stream()
              .max(Comparator.comparingDouble(f -> overlap(f, segment)))
              .map(f -> Math.abs(f.offsetSeconds() - segment.offsetSeconds()) * 44_100)
              .orElse(Double.POSITIVE_INFINITY);
      most = Math.max(most, nearest);
    }
    return most;
  }

  private static double overlap(Segment a, Segment b) {
    return Math.min(a.endSeconds(), b.endSeconds()) - Math.max(a.startSeconds(), b.startSeconds());
  }

  /// Whether both halves are there: JSON may leave out anything.
  boolean isWhole() {
    return Objects.nonNull(truth) && Objects.nonNull(found) && Objects.nonNull(truth.segments());
  }

  /// One line for people.
  String line() {
    return "%3d %-24s %s%s%s%s off %9.3f err %8.3f sm, drift err %6.3f ppm, gain err %5.2f dB, pol %s, segments %d of %d err %.2f sm, nulling %5.1f (%s, true %5.1f), agree %.2f, taps %d, %.1f s, %s"
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
            found.segments().size(),
            truth.segments().size(),
            segmentError(),
            found.nullingDb(),
            found.nullingFrom(),
            trueNullingDb,
            found.agreement(),
            found.filterTaps(),
            seconds,
            truth.related() ? found.verdict() : "unrelated: " + found.verdict());
  }
}
