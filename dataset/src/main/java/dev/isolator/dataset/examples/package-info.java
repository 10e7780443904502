/// Training examples at scale: frames of mixes with their masks, in shards.
///
/// An example is one frame (patches are put together by who reads: 25 neighbouring rows are one).
/// [ExamplePlan] numbers all frames of all songs once and for all and cuts them into shards;
/// [ExampleShard] makes one shard out of the plan and nothing else, so shards can be made in any
/// order, anywhere, with the same bytes.
@NullMarked
package dev.isolator.dataset.examples;

import org.jspecify.annotations.NullMarked;
