/// Catalogues of songs on Apache Spark: stems, masks, voice activity, scores and training examples
/// of a million songs, by the same engine that takes one apart on a laptop.
///
/// A catalogue flows through these packages:
///
/// | package | what |
/// |---|---|
/// | [dev.isolator.spark.song] | a table or a folder → songs: URI, bytes, seconds |
/// | [dev.isolator.spark.job] | songs → partitions, the longest first; a task that skips what is done, works, publishes, commits, and answers with a row; the table of results |
/// | [dev.isolator.spark.work] | what is done with a song: stems, masks, voice activity, scores, examples |
/// | [dev.isolator.spark.mask] | masks as a file, and stems from song and masks; knows nothing of Spark |
/// | [dev.isolator.spark.store] | where files come from and go to, through Hadoop's `FileSystem` |
/// | [dev.isolator.spark.command] | `isolator catalogue` |
///
/// Nothing here decides how a song sounds: that is [dev.isolator.Separator] with the same options,
/// and so the same bytes come out as of `isolator separate`, on one machine or on a hundred.
///
/// ```java
/// try (var spark = SparkSession.builder().master("local[4]").getOrCreate()) {
///   var song = SongSettings.of(ModelPlace.of("", spark.sparkContext())); // the default model
///   var work = new StemWork(song, StemSettings.defaults());
///   var run = CatalogueRun.of(spark, "separated", "");
///   RunSummary summary =
///       run.run(work, new SongTable(spark).read("songs.parquet"), RunProgress.NONE);
/// }
/// ```
@NullMarked
package dev.isolator.spark;

import org.jspecify.annotations.NullMarked;
