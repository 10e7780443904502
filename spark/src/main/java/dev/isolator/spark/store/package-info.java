/// Files of a catalogue, wherever Hadoop's `FileSystem` finds them: `file:`, `hdfs:`, and `s3a:`,
/// `gs:`, `abfs:` where the cluster brings their implementation.
///
/// [HadoopFiles] reads; [ResultStore] publishes results so that a file appears whole or not at all,
/// and commits them by a marker that comes last.
@NullMarked
package dev.isolator.spark.store;

import org.jspecify.annotations.NullMarked;
