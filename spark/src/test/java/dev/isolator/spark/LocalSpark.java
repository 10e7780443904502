package dev.isolator.spark;

import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;

/// Spark in the tests' own JVM.
public final class LocalSpark {
  private LocalSpark() {}

  /// A session without its page.
  ///
  /// @param processors how many tasks run at a time
  /// @param scratch where Spark keeps its temporary files
  public static SparkSession open(int processors, Path scratch) {
    return SparkSession.builder()
        .appName("test")
        .master("local[" + processors + "]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.local.dir", scratch.toString())
        .config("spark.driver.host", "localhost")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .getOrCreate();
  }
}
