/// Training examples at scale: single frames of mixes with their binary masks, in Parquet shards.
///
/// An example is one frame. Networks that work on patches combine neighbouring rows, such as 25 of
/// them. [ExamplePlan] numbers all frames of all songs and divides them into shards. [ExampleShard]
/// makes one shard from the plan alone, so shards can be made in any order and on any machine, with
/// the same bytes.
///
/// Units: mono at 22 050 Hz, periodic Hann window of 1024 samples, hop of 256; magnitudes in dB as
/// half floats, masks as bits.
@NullMarked
package dev.isolator.dataset.examples;

import org.jspecify.annotations.NullMarked;
