/// What is done with each item of a catalogue: [StemWork], [MaskWork], [ActivityWork],
/// [EvaluationWork], [ExampleWork].
///
/// Songs are fetched by [FetchedSong]; the engines of an executor are in its [EnginePool].
@NullMarked
package dev.isolator.spark.work;

import org.jspecify.annotations.NullMarked;
