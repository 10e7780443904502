/// How a catalogue is run: items → partitions → rows.
///
/// [LongestFirst] packs [WorkItem]s into partitions; [ItemAttempt] is what a task does with each of
/// them; [CatalogueRun] makes the Spark job of it and writes the table of [ItemResult]s. [Work]
/// says what is done with an item, and knows nothing of tasks, attempts and markers.
///
/// An item is done when its marker is there. The marker's name is made of the item's key, the hash
/// of everything that the result depends on: so a run that was stopped goes on where it was, a song
/// that was replaced is done again, and a second attempt at the same song finds what the first one
/// left.
@NullMarked
package dev.isolator.spark.job;

import org.jspecify.annotations.NullMarked;
