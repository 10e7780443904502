package dev.isolator.dataset.benchmark;

import dev.isolator.dataset.pair.MixSegment;
import java.util.List;

/// How the vocals of one benchmark pair were changed, and so what the aligner should find.
///
/// @param seed of the whole benchmark
/// @param index number of the pair
/// @param source name of the recordings that it was made from
/// @param change what was done to the vocals
/// @param segments where the mix holds the vocals that are left; two if there is a cut and singing
///   on either side of it
/// @param mixLossy whether the mix was coded as mp3 at 128 kb/s
/// @param vocalsLossy whether the vocals were
/// @param related whether the vocals belong to the mix at all
public record GroundTruth(
    long seed,
    int index,
    String source,
    Change change,
    List<MixSegment> segments,
    boolean mixLossy,
    boolean vocalsLossy,
    boolean related) {

  /// What was done to the vocals.
  ///
  /// @param offsetSeconds time in the mix at which the vocals' first sample lies; where the vocals
  ///   are silent up to a cut, the time at which it would lie without the cut
  /// @param driftPpm parts per million by which the vocals were made too long
  /// @param gainDb gain that undoes the change of level: the broadband gain that was applied, and
  ///   the change that lossy coding made; the equaliser's filters are not part of it
  /// @param polarity 1 or −1
  /// @param equalised whether the vocals went through an equaliser
  /// @param cutSeconds what was taken out of the middle of the vocals; 0 for nothing
  public record Change(
      double offsetSeconds,
      double driftPpm,
      double gainDb,
      int polarity,
      boolean equalised,
      double cutSeconds) {}
}
