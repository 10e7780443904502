package dev.isolator.spark.job;

import java.io.Serializable;
import org.apache.spark.SparkContext;
import org.apache.spark.util.DoubleAccumulator;
import org.apache.spark.util.LongAccumulator;

/// What tasks have counted so far: Spark's accumulators, which its own page shows too. Tasks that
/// are done again count twice, so these are for the eye; the table of results counts exactly.
public record RunCounters(
    LongAccumulator done,
    LongAccumulator skipped,
    LongAccumulator failed,
    DoubleAccumulator songSeconds,
    DoubleAccumulator weight)
    implements Serializable {
  RunCounters(SparkContext spark) {
    this(
        spark.longAccumulator("songs done"),
        spark.longAccumulator("songs skipped"),
        spark.longAccumulator("songs failed"),
        spark.doubleAccumulator("seconds of music"),
        spark.doubleAccumulator("weight"));
  }

  /// Counts an item.
  void count(WorkItem item, ItemResult result) {
    switch (result.state()) {
      case DONE -> {
        done.add(1L);
        if (!Double.isNaN(result.songSeconds())) {
          songSeconds.add(result.songSeconds());
        }
      }
      case SKIPPED -> skipped.add(1L);
      case FAILED -> failed.add(1L);
    }
    weight.add(item.weight());
  }
}
