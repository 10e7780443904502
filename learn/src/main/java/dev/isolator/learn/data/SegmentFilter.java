package dev.isolator.learn.data;

import java.util.List;

/// Which segments of an approved song are learnt from: those that a person approved, whose
/// agreement is in the song's upper third, and whose vocals fit the voice timeline.
///
/// Agreement is compared within a song alone, and only ever takes segments out: two estimates that
/// agree may both be wrong, so agreement approves nothing.
///
/// @param upperShare of a song's segments that are kept by their agreement; default a third
/// @param voicedFrom share of the time with a voice from which on a segment counts as sung; default
///   0.25
/// @param unvoicedTo share of the time with a voice up to which a segment counts as unsung; default
///   0.05
/// @param leastVocalDb of a sung segment, relative to the song; default −20
/// @param mostVocalDb of an unsung segment, relative to the song; default −15
/// @param leastLevelDb of the song, in dBFS rms: softer segments teach nothing; default −50
public record SegmentFilter(
    double upperShare,
    double voicedFrom,
    double unvoicedTo,
    double leastVocalDb,
    double mostVocalDb,
    double leastLevelDb) {
  /// Length of a segment.
  public static final double SECONDS = 4;

  public static SegmentFilter defaults() {
    return new SegmentFilter(1.0 / 3, 0.25, 0.05, -20, -15, -50);
  }

  /// The segments that are kept, in their order.
  ///
  /// @param segments of one song, all of them
  List<SongSegment> kept(List<SongSegment> segments, FeedbackSong.Judgement judgement) {
    double least = leastAgreementDb(segments);
    return segments.stream()
        .filter(segment -> isApproved(segment, judgement))
        .filter(segment -> segment.agreementDb() >= least) // false for NaN
        .filter(segment -> segment.levelDb() >= leastLevelDb)
        .filter(this::fitsTimeline)
        .toList();
  }

  private static boolean isApproved(SongSegment segment, FeedbackSong.Judgement judgement) {
    FeedbackSong.Part part = segment.part();
    return judgement.approved().stream().anyMatch(approved -> approved.contains(part))
        && judgement.rejected().stream().noneMatch(part::overlaps)
        && judgement.marks().stream().noneMatch(mark -> mark.part().overlaps(part));
  }

  /// The agreement of the last segment of the upper third; NaN where no agreement is known, which
  /// no segment reaches. A song of one or two segments has no third.
  private double leastAgreementDb(List<SongSegment> segments) {
    double[] sorted =
        segments.stream()
            .mapToDouble(SongSegment::agreementDb)
            .filter(Double::isFinite)
            .sorted()
            .toArray();
    int count = (int) Math.floor(sorted.length * upperShare + 1e-9);
    return count == 0 ? Double.NaN : sorted[sorted.length - count];
  }

  private boolean fitsTimeline(SongSegment segment) {
    if (segment.voiced() >= voicedFrom) {
      return segment.vocalDb() >= leastVocalDb;
    }
    return segment.voiced() > unvoicedTo || segment.vocalDb() <= mostVocalDb;
  }
}
