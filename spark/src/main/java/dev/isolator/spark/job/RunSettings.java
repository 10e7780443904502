package dev.isolator.spark.job;

import java.io.Serializable;

/// What is the same for all attempts of a run.
///
/// @param root where results go, with its scheme
/// @param run the run's name, which its temporary files and its table are called by
/// @param scratch a folder on the executors' disks; empty = where Spark keeps its own, see
///   [#scratchFolder]
/// @param mostOpen attempts at an item that may be open before this one: with so many, executors
///   have died of it
public record RunSettings(String root, String run, String scratch, int mostOpen)
    implements Serializable {
  /// Where the executor's temporary files go: `--scratch`, else the first of YARN's folders, else
  /// the first of Spark's, else Java's.
  java.nio.file.Path scratchFolder() {
    for (var places :
        new String[] {
          scratch,
          System.getenv("LOCAL_DIRS"),
          System.getenv("SPARK_LOCAL_DIRS"),
          System.getProperty("java.io.tmpdir")
        }) {
      if (places != null && !places.isBlank()) {
        return java.nio.file.Path.of(places.split(",", 2)[0].strip());
      }
    }
    return java.nio.file.Path.of(".");
  }
}
