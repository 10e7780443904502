/// Measures the pair aligner on pairs of known ground truth.
///
/// [AlignmentBenchmark] is the entry point. `SyntheticPairGenerator` takes true stems and changes
/// the vocals by a known offset, drift, gain, polarity, equaliser, cut and lossy coding, which
/// `GroundTruth` records; the aligner of [dev.isolator.dataset.pair] must find them again. A
/// [BenchmarkResult] holds both sides and their differences: offsets in samples at 44.1 kHz, drift
/// in parts per million, gain in dB. `BenchmarkLog` keeps the results on disk, so that an
/// interrupted run continues.
@NullMarked
package dev.isolator.dataset.benchmark;

import org.jspecify.annotations.NullMarked;
