package dev.isolator.dataset.pair;

import com.google.gson.annotations.SerializedName;
import java.util.ArrayList;
import java.util.List;

/// The result of aligning vocals with a mix.
///
/// @param verdict whether the pair may be trained on
/// @param clock offset and drift between the two recordings
/// @param response gain and equaliser from the vocals to the mix
/// @param segments the segments of the mix that the vocals cover, in the mix's order of time
/// @param quality how well the aligned vocals agree with the mix
/// @param reasons the reasons for the verdict, one sentence each
/// @param filterTaps length of the filter between the vocals and the mix; 1 for a plain gain, 0 if
///   the vocals were not found
public record Alignment(
    Verdict verdict,
    Clock clock,
    Response response,
    List<MixSegment> segments,
    Quality quality,
    List<String> reasons,
    int filterTaps) {

  /// The relation between the two recordings' clocks.
  ///
  /// @param offsetSeconds time in the mix, by the mix's clock, at which the vocals' first sample
  ///   lies; may be negative; 0 if the vocals were not found
  /// @param driftPpm parts per million by which the vocals are too long and must be shortened
  public record Clock(double offsetSeconds, double driftPpm) {}

  /// The relation between the two recordings' levels.
  ///
  /// @param gainDb broadband gain from the vocals to the mix, without the peaking filters
  /// @param levelDb energy of the vocals in the mix over their energy in the file, filters included
  /// @param peakingFilters the equaliser that the vocals must pass besides the gain; empty for
  ///   none. Called `bells` where it is stored
  /// @param polarity 1, or −1 if the vocals must be inverted
  public record Response(
      double gainDb,
      double levelDb,
      @SerializedName("bells") List<PeakingFilter> peakingFilters,
      int polarity) {}

  /// How well the aligned vocals agree with the mix.
  ///
  /// @param nullingDb by how much subtracting the aligned vocals lowers the voice in the mix, 0 to
  ///   60
  /// @param nullingFrom `silence` or `coherence`, see [Nulling]
  /// @param coherence share of the vocals that the mix holds in phase, per octave from 125 Hz,
  ///   `[7]`
  /// @param agreement share of the sung windows whose phases agree with offset and drift, 0 to 1
  /// @param wanderSamples scatter of single windows about offset and drift, in samples
  /// @param coverage share of the mix that the vocals cover, 0 to 1
  public record Quality(
      double nullingDb,
      String nullingFrom,
      List<Double> coherence,
      double agreement,
      double wanderSamples,
      double coverage) {}

  /// The same with notes added to its reasons, and with a verdict that is at most as good as
  /// `best`.
  Alignment withNotes(Verdict best, List<String> notes) {
    var all = new ArrayList<>(reasons);
    all.addAll(notes);
    return new Alignment(
        verdict.compareTo(best) > 0 ? verdict : best,
        clock,
        response,
        segments,
        quality,
        List.copyOf(all),
        filterTaps);
  }

  /// The result where the vocals were not found in the mix.
  static Alignment rejected(String reason) {
    return new Alignment(
        Verdict.REJECT,
        new Clock(0, 0),
        new Response(0, 0, List.of(), 1),
        List.of(),
        new Quality(0, "none", List.of(), 0, 0, 0),
        List.of(reason),
        0);
  }
}
