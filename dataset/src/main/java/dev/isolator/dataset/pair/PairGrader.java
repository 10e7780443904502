package dev.isolator.dataset.pair;

import dev.isolator.dataset.recording.Recording;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Grades a pair: turns the measurements into a verdict and the reasons for it.
///
/// @param ofMix defects of the mix
/// @param ofVocals defects of the vocals
record PairGrader(
    Thresholds thresholds, Recording mix, Recording vocals, Defects ofMix, Defects ofVocals) {
  static final String ANOTHER_TAKE =
      "onsets agree, but phases do not: the vocals are of another take or a live version";

  /// Unaligned segments shorter than this are tolerated: the accompaniment may mask them.
  private static final double LONG_SECONDS = 3;

  /// Grades a pair whose alignment was found.
  ///
  /// @param levelDb energy of the vocals in the mix over their energy in the file
  Alignment grade(
      ClockFit fit,
      List<UnalignedSegment> unaligned,
      ChannelFilter filter,
      double levelDb,
      Nulling nulling) {
    var segments = segments(fit);
    double covered = 0;
    for (MixSegment s : segments) {
      covered += s.endSeconds() - s.startSeconds();
    }
    double coverage = covered / mix.seconds();
    var rejects = new ArrayList<String>();
    var reviews = new ArrayList<String>();
    clipping("mix", ofMix, rejects, reviews);
    clipping("vocals", ofVocals, rejects, reviews);
    if (!(coverage >= thresholds.minCoverage())) {
      rejects.add(
          "the vocals cover %.0f %% of the mix, expected at least %.0f %%: the rest of the instrumental might hold a voice"
              .formatted(100 * coverage, 100 * thresholds.minCoverage()));
    }
    if (!(nulling.decibels() >= thresholds.rejectNullingDb())
        && !(fit.agreement() >= thresholds.acceptAgreement())) {
      rejects.add(ANOTHER_TAKE);
    }
    grade(
        fit.agreement(),
        thresholds.rejectAgreement(),
        thresholds.acceptAgreement(),
        "%.0f %% of the sung windows are in phase with the mix".formatted(100 * fit.agreement()),
        rejects,
        reviews);
    grade(
        nulling.decibels(),
        thresholds.rejectNullingDb(),
        thresholds.acceptNullingDb(),
        "the voice goes down by %.1f dB (from %s)".formatted(nulling.decibels(), nulling.from()),
        rejects,
        reviews);
    double driftPpm = (1 / fit.rate() - 1) * 1e6;
    if (!(Math.abs(driftPpm) <= thresholds.maxDriftPpm())) {
      reviews.add(
          "the clocks differ by %.0f ppm, more than %.0f: tape, vinyl, or another take"
              .formatted(driftPpm, thresholds.maxDriftPpm()));
    }
    if (mix.channels() > vocals.channels() && nulling.decibels() < thresholds.acceptNullingDb()) {
      reviews.add("the vocals are mono, and in the stereo mix they are not");
    }
    var missing = unaligned.stream().filter(s -> s.seconds() >= LONG_SECONDS).toList();
    if (!missing.isEmpty()) {
      reviews.add(
          "%.1f s of the vocals, from %.1f s of them on, are not in the mix where the rest is"
              .formatted(
                  missing.stream().mapToDouble(UnalignedSegment::seconds).sum(),
                  missing.getFirst().fromSeconds()));
    }
    if (segments.size() > 1) {
      reviews.add(
          "the vocals are of another cut: %d segments with offsets of their own"
              .formatted(segments.size()));
    }
    var verdict =
        !rejects.isEmpty() ? Verdict.REJECT : !reviews.isEmpty() ? Verdict.REVIEW : Verdict.ACCEPT;
    rejects.addAll(reviews);
    if (rejects.isEmpty()) {
      rejects.add(
          "%.0f %% of the sung windows are in phase, the voice goes down by %.1f dB (from %s)"
              .formatted(100 * fit.agreement(), nulling.decibels(), nulling.from()));
    }
    return new Alignment(
        verdict,
        new Alignment.Clock(fit.segments().getFirst().lagSeconds(), driftPpm),
        new Alignment.Response(
            filter.equaliser().gainDb(), levelDb, filter.equaliser().filters(), fit.polarity()),
        segments,
        new Alignment.Quality(
            nulling.decibels(),
            nulling.from().toString(),
            Arrays.stream(nulling.coherence()).boxed().toList(),
            fit.agreement(),
            fit.wanderSeconds() * mix.sampleRate(),
            coverage),
        List.copyOf(rejects),
        filter.taps().length);
  }

  private void clipping(String what, Defects defects, List<String> rejects, List<String> reviews) {
    double share = defects.clippedShare();
    var text = "%.2f %% of the %s is clipped".formatted(100 * share, what);
    if (!(share <= thresholds.maxClippedShare())) {
      rejects.add(text);
    } else if (!(share <= thresholds.maxClippedShare() / 10)) {
      reviews.add(text);
    }
  }

  private static void grade(
      double value,
      double reject,
      double accept,
      String text,
      List<String> rejects,
      List<String> reviews) {
    if (!(value >= reject)) {
      rejects.add(text);
    } else if (!(value >= accept)) {
      reviews.add(text);
    }
  }

  private List<MixSegment> segments(ClockFit fit) {
    var segments = new ArrayList<MixSegment>();
    for (AlignedSegment segment : fit.segments()) {
      double start = Math.max(0, segment.lagSeconds() + segment.fromSeconds() * fit.rate());
      double end = Math.min(mix.seconds(), segment.lagSeconds() + segment.toSeconds() * fit.rate());
      if (end > start) {
        segments.add(new MixSegment(start, end, segment.lagSeconds()));
      }
    }
    return List.copyOf(segments);
  }
}
