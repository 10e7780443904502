package dev.isolator.dataset.pair;

import java.util.ArrayList;
import java.util.List;

/// What was found out about a mix and its vocals.
///
/// @param verdict whether the pair may be trained on
/// @param offsetSeconds where in the mix the vocals' first sample lies, at the mix's clock; may be
///   negative; 0 if nothing was found
/// @param driftPpm parts per million by which the vocals are too long and must be shortened
/// @param gainDb what the vocals must be raised by to match the mix; where an equaliser lies
///   between the two, the level besides its bells, see [#bells]
/// @param levelDb by how much the vocals are louder in the mix than in their file, bells and all
/// @param bells the equaliser that the vocals must go through besides the gain; empty for none
/// @param polarity 1, or −1 if the vocals must be turned upside down
/// @param segments the parts of the mix that the vocals cover, in the mix's order of time
/// @param nullingDb how far the voice goes down when the aligned vocals are taken off, 0 to 60
/// @param nullingFrom `silence` or `coherence`, see [Nulling]
/// @param coherence share of the vocals that the mix holds in phase, per octave from 125 Hz, `[7]`
/// @param agreement share of the sung windows whose phases agree with offset and drift, 0 to 1
/// @param wanderSamples scatter of single windows about offset and drift, in samples
/// @param coverage share of the mix that the vocals cover, 0 to 1
/// @param reasons why the verdict is what it is, one sentence each
/// @param filterTaps length of the filter between the vocals and the mix; 1 for a plain gain, 0 if
///   nothing was found
public record Alignment(
    Verdict verdict,
    double offsetSeconds,
    double driftPpm,
    double gainDb,
    double levelDb,
    List<Bell> bells,
    int polarity,
    List<Segment> segments,
    double nullingDb,
    String nullingFrom,
    List<Double> coherence,
    double agreement,
    double wanderSamples,
    double coverage,
    List<String> reasons,
    int filterTaps) {

  /// The same with more to say at the end of its reasons, and no better than `best`.
  Alignment withNotes(Verdict best, List<String> notes) {
    var all = new ArrayList<>(reasons);
    all.addAll(notes);
    return new Alignment(
        verdict.compareTo(best) > 0 ? verdict : best,
        offsetSeconds,
        driftPpm,
        gainDb,
        levelDb,
        bells,
        polarity,
        segments,
        nullingDb,
        nullingFrom,
        coherence,
        agreement,
        wanderSamples,
        coverage,
        List.copyOf(all),
        filterTaps);
  }

  /// An alignment that was not found.
  static Alignment rejected(String reason) {
    return new Alignment(
        Verdict.REJECT,
        0,
        0,
        0,
        0,
        List.of(),
        1,
        List.of(),
        0,
        "none",
        List.of(),
        0,
        0,
        0,
        List.of(reason),
        0);
  }
}
