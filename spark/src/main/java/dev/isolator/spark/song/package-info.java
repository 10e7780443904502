/// A table or a folder → the songs of a catalogue.
///
/// [SongTable] reads Parquet, CSV and JSONL with a column `uri`, or lists a folder; [SongWeight]
/// guesses how long songs are where the table does not say it.
@NullMarked
package dev.isolator.spark.song;

import org.jspecify.annotations.NullMarked;
