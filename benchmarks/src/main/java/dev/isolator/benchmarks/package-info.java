/// Speed and memory, always as ratios measured in one run, because the absolute times of a machine
/// vary.
///
/// - `benchmarks/run kernels [JMH options]`: transforms, overlap-add, network, Wiener filter.
///   Scores are seconds of stereo music a second, so that kernels and songs compare.
/// - `benchmarks/run songs LAUNCHER SONG [HOURS]`: [WholeSongs] starts the program as users do, on
///   4 minutes and 1 hour of mp3, and with `hours` on a generated stream of so many hours, and
///   prints real-time factor and peak memory beside the network alone in the same run.
/// - `benchmarks/run scoring`: [ScoringSpeed] scores a song of four minutes by BSS Eval v4, and
///   solves the same equations directly.
/// - `benchmarks/run memory LAUNCHER [STEPS]`: [TrainingMemory] trains a small network and reads
///   the process's memory at every thousandth step.
/// - `benchmarks/run throughput [STEPS]`: [TrainingThroughput] takes steps of a whole network and
///   of a plain convolution in turn.
/// - `benchmarks/run live [SECONDS]`: [LiveHops] separates in real time, at every latency, and
///   prints processor time and heap of a hop beside the hop.
///
/// Quality is measured by `benchmarks/quality`, see [QualityTable].
@NullMarked
package dev.isolator.benchmarks;

import org.jspecify.annotations.NullMarked;
