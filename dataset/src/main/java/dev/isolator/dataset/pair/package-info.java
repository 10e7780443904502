/// Finds a vocal track inside a mix and aligns it with the mix to a fraction of a sample.
///
/// [PairBuilder] makes a pair from two files, [PairMatcher] finds which files of two folders belong
/// together, [PairManifest] keeps the manifest of the accepted pairs. The work is done by
/// [PairAligner], stage by stage:
///
/// 1. [CoarseSearch] correlates the level changes in frequency bands ([BandFlux]) and finds the lag
///    of each ten seconds of the vocals, to about 50 ms.
/// 2. [ClockFit] sums phase correlations of short windows ([PhaseCorrelation]) along straight lines
///    of lag against time ([DriftSearch]). This gives drift, polarity, and one lag for each
///    segment.
/// 3. [CutFinder] finds the sample at which one segment ends and the next begins.
/// 4. [UnalignedSegmentSearch] looks for the segments that are not in phase at other lags.
/// 5. [TimeAlignment] resamples the vocals to the mix's clock ([SincInterpolator]).
/// 6. [ChannelFilter] fits the filter from the vocals to the mix by least squares, and
///    [EqualiserFit] describes it as a gain and peaking filters.
/// 7. [Nulling] measures how far the voice goes down when the aligned vocals are subtracted, and
///    [PairGrader] turns all measurements into a [Verdict].
///
/// Units: signals are `[frames]` or `[channels][frames]`, full scale ±1.0. A *lag* is mix time
/// minus vocal time, in seconds. Drift is in parts per million; gains are in dB. Spectra are
/// interleaved, `[length + 2]`. Strengths of a correlation are in standard deviations of the
/// correlation of unrelated signals.
@NullMarked
package dev.isolator.dataset.pair;

import org.jspecify.annotations.NullMarked;
