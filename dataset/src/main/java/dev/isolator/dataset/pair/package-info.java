/// Finds a vocal track inside a mix and lays it over it to the sample.
///
/// The flow of [PairAligner]: level changes in bands tell roughly where each segment of the vocals
/// lies ([CoarseSearch]); the phases of short windows, summed along every straight line of offset
/// against time, give offset and clock drift ([ClockFit]); the vocals are resampled onto the mix's
/// clock ([SincInterpolator]); least squares finds the filter between the two ([ChannelFilter]);
/// what is left over tells how well it all fits ([Nulling], [Verdict]).
@NullMarked
package dev.isolator.dataset.pair;

import org.jspecify.annotations.NullMarked;
