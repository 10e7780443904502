package dev.isolator.spark.job;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/// What a run came to, out of its table.
///
/// @param done items that this run has done
/// @param skipped items that were done before
/// @param failed items that have failed
/// @param songSeconds music in the items that this run has done
/// @param seconds wall-clock time of the run
/// @param failures the first of those that failed, [#MOST_FAILURES] at most, by URI
/// @param table where the rows are
public record RunSummary(
    long done,
    long skipped,
    long failed,
    double songSeconds,
    double seconds,
    List<Failure> failures,
    String table) {
  /// Failures that are named one by one.
  public static final int MOST_FAILURES = 20;

  /// An item that failed.
  ///
  /// @param kind as the table has it
  /// @param message file, expected, found, way out
  public record Failure(String uri, String kind, String message) {}

  public RunSummary {
    failures = List.copyOf(failures);
  }

  static RunSummary of(Dataset<Row> rows, String table, double seconds) {
    long done = 0;
    long skipped = 0;
    long failed = 0;
    double songSeconds = 0;
    for (Row count :
        rows.groupBy("state")
            .agg(
                org.apache.spark.sql.functions.expr("count(*)"),
                org.apache.spark.sql.functions.expr("coalesce(sum(song_seconds), 0.0)"))
            .collectAsList()) {
      switch (count.getString(0)) {
        case "done" -> {
          done = count.getLong(1);
          songSeconds = count.getDouble(2);
        }
        case "skipped" -> skipped = count.getLong(1);
        default -> failed = count.getLong(1);
      }
    }
    var failures = new ArrayList<Failure>();
    if (failed > 0) {
      for (Row row :
          rows.filter("state = 'failed'")
              .orderBy("uri")
              .select("uri", "failure", "message")
              .takeAsList(MOST_FAILURES)) {
        failures.add(new Failure(row.getString(0), row.getString(1), row.getString(2)));
      }
    }
    return new RunSummary(done, skipped, failed, songSeconds, seconds, failures, table);
  }
}
