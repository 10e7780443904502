package dev.isolator.spark.job;

import java.util.List;
import org.apache.spark.SparkContext;

/// Hears how far a run is. [#begin] and [#end] are called by the thread that runs it.
public interface RunProgress {
  /// Hears nothing.
  RunProgress NONE =
      new RunProgress() {
        @Override
        public void begin(
            SparkContext spark, RunCounters counters, List<WorkItem> items, int processors) {}

        @Override
        public void end() {}
      };

  /// The run begins.
  ///
  /// @param processors how many items are worked on at a time
  void begin(SparkContext spark, RunCounters counters, List<WorkItem> items, int processors);

  /// The run has ended, however it did.
  void end();
}
