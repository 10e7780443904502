/// Targets for training: the masks that a network should give for a voice and its accompaniment.
///
/// A [MaskTarget] computes a mask from the two spectra: a ratio mask, the magnitude ratio, or
/// [PerceptualBinary]. [TargetComparison] measures the separation that each of them allows at best
/// (oracle SDR in dB).
///
/// Spectra are `[frames][2 * bins]`, interleaved; masks are `[frames][bins]`, 0 to 1.
@NullMarked
package dev.isolator.dataset.target;

import org.jspecify.annotations.NullMarked;
