package dev.isolator.dataset.trial;

import dev.isolator.dataset.pair.Segment;
import java.util.List;

/// What was done to the vocals of one trial pair, and so what should be found.
///
/// @param seed of the whole trial
/// @param index number of the pair
/// @param source what it was made from
/// @param offsetSeconds where in the mix the vocals' first sample lies; where they are silent up to
///   a cut, it would lie there without the cut
/// @param driftPpm by how much the vocals are too long
/// @param gainDb what the vocals must be raised by: the fader that was moved, plus what lossy
///   coding did to the level; bells of an equaliser are no part of it
/// @param polarity 1 or −1
/// @param equalised whether the vocals went through an equaliser
/// @param cutSeconds what was taken out of the middle of the vocals; 0 for nothing
/// @param segments where the mix holds what is left, two if there is a cut and singing on either
///   side of it
/// @param mixLossy whether the mix went through mp3 at 128 kb/s
/// @param vocalsLossy whether the vocals did
/// @param related whether the vocals belong to the mix at all
public record Truth(
    long seed,
    int index,
    String source,
    double offsetSeconds,
    double driftPpm,
    double gainDb,
    int polarity,
    boolean equalised,
    double cutSeconds,
    List<Segment> segments,
    boolean mixLossy,
    boolean vocalsLossy,
    boolean related) {}
