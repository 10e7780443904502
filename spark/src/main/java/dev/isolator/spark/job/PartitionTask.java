package dev.isolator.spark.job;

import dev.isolator.spark.store.ResultStore;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.util.SerializableConfiguration;

/// A partition's items → its rows, one at a time: an item is begun when its row is asked for.
record PartitionTask(
    Work work,
    RunSettings settings,
    Broadcast<SerializableConfiguration> hadoop,
    RunCounters counters)
    implements FlatMapFunction<List<WorkItem>, Row> {
  @Override
  public Iterator<Row> call(List<WorkItem> items) throws IOException {
    Configuration configuration = hadoop.value().value();
    var store = new ResultStore(settings.root(), settings.run(), configuration);
    var attempt = new ItemAttempt(work, settings, store, configuration, TaskPlace.here());
    return Stream.of(items.toArray(WorkItem[]::new)).map(item -> row(attempt, item)).iterator();
  }

  private Row row(ItemAttempt attempt, WorkItem item) {
    ItemResult result = attempt.run(item);
    counters.count(item, result);
    return result.row();
  }
}
