package dev.isolator.dataset.benchmark;

import dev.isolator.dataset.pair.Alignment;
import dev.isolator.dataset.pair.MixSegment;
import java.util.Comparator;
import java.util.Objects;

/// The ground truth of one pair and what the aligner found.
///
/// @param found what the aligner found
/// @param trueNullingDb energy of the vocals in the mix over the energy of their difference from
///   the aligned vocals, within the segments that were found, before lossy coding of the mix
/// @param seconds that the alignment took
public record BenchmarkResult(
    GroundTruth truth, Alignment found, double trueNullingDb, double seconds) {
  /// Error of the offset in samples at 44.1 kHz.
  double offsetError() {
    return Math.abs(found.clock().offsetSeconds() - truth.change().offsetSeconds()) * 44_100;
  }

  double driftError() {
    return Math.abs(found.clock().driftPpm() - truth.change().driftPpm());
  }

  double gainError() {
    return Math.abs(found.response().gainDb() - truth.change().gainDb());
  }

  /// The largest error of a segment's offset, in samples at 44.1 kHz; infinite if the number of
  /// segments is wrong.
  double segmentError() {
    if (found.segments().size() != truth.segments().size()) {
      return Double.POSITIVE_INFINITY;
    }
    double most = 0;
    for (MixSegment segment : truth.segments()) {
      double nearest =
          found.segments().stream()
              .max(Comparator.comparingDouble(f -> overlap(f, segment)))
              .map(f -> Math.abs(f.offsetSeconds() - segment.offsetSeconds()) * 44_100)
              .orElse(Double.POSITIVE_INFINITY);
      most = Math.max(most, nearest);
    }
    return most;
  }

  private static double overlap(MixSegment a, MixSegment b) {
    return Math.min(a.endSeconds(), b.endSeconds()) - Math.max(a.startSeconds(), b.startSeconds());
  }

  /// Whether both the truth and the alignment are there, which JSON does not guarantee.
  boolean isWhole() {
    return Objects.nonNull(truth) && Objects.nonNull(found);
  }

  /// One line for people.
  String line() {
    return "%3d %-24s %s%s%s%s off %9.3f err %8.3f sm, drift err %6.3f ppm, gain err %5.2f dB, pol %s, segments %d of %d err %.2f sm, nulling %5.1f (%s, true %5.1f), agree %.2f, taps %d, %.1f s, %s"
        .formatted(
            truth.index(),
            truth.source(),
            truth.mixLossy() ? "M" : "-",
            truth.vocalsLossy() ? "V" : "-",
            truth.change().equalised() ? "E" : "-",
            truth.change().cutSeconds() > 0 ? "C" : "-",
            truth.change().offsetSeconds(),
            offsetError(),
            driftError(),
            gainError(),
            found.response().polarity() == truth.change().polarity() ? "ok" : "WRONG",
            found.segments().size(),
            truth.segments().size(),
            segmentError(),
            found.quality().nullingDb(),
            found.quality().nullingFrom(),
            trueNullingDb,
            found.quality().agreement(),
            found.filterTaps(),
            seconds,
            truth.related() ? found.verdict() : "unrelated: " + found.verdict());
  }
}
