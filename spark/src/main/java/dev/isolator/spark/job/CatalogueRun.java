package dev.isolator.spark.job;

import dev.isolator.spark.store.HadoopFiles;
import dev.isolator.spark.store.ResultStore;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;

/// Runs a [Work] over a catalogue: one Spark job, whose rows are written as a Parquet table
/// `results/RUN` below the output when all of it has ended.
///
/// Rows of a run that was killed are lost, and its markers are not: the next run skips what they
/// stand for, and tries again what had failed. Of songs that an earlier run's table names with the
/// same size and time the bytes are not read again.
///
/// The driver holds the list of items, some 200 bytes each. One run at a time for each object; any
/// number of runs may write below one output at once.
public final class CatalogueRun {
  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS").withZone(ZoneOffset.UTC);

  private final SparkSession spark;
  private final RunSettings settings;
  private final ResultStore store;

  private CatalogueRun(SparkSession spark, RunSettings settings, ResultStore store) {
    this.spark = spark;
    this.settings = settings;
    this.store = store;
  }

  /// A run whose results go below `output`.
  ///
  /// @param output a folder of any file system that Spark's Hadoop serves
  /// @param scratch a folder on the executors' disks; empty = where Spark keeps its own
  public static CatalogueRun of(SparkSession spark, String output, String scratch)
      throws IOException {
    Configuration configuration = spark.sparkContext().hadoopConfiguration();
    Path root = HadoopFiles.qualified(output, configuration);
    boolean twins = spark.conf().get("spark.speculation", "false").equals("true");
    String name = NAME.format(Instant.now()) + "-" + UUID.randomUUID().toString().substring(0, 4);
    var settings = new RunSettings(root.toString(), name, scratch, twins ? 3 : 2);
    return new CatalogueRun(spark, settings, new ResultStore(root.toString(), name, configuration));
  }

  /// Where results go.
  public ResultStore store() {
    return store;
  }

  /// The run's name: that of its table.
  public String name() {
    return settings.run();
  }

  /// Works on all items. Returns when all of them have a row.
  ///
  /// @param progress hears how far it is
  /// @throws CancellationException if the job was cancelled, see [#cancel()]
  public RunSummary run(Work work, List<WorkItem> items, RunProgress progress) throws IOException {
    store.prepare();
    long begin = System.nanoTime();
    var sparkContext = JavaSparkContext.fromSparkContext(spark.sparkContext());
    List<WorkItem> known = withKnownHashes(items);
    int processors = processors(sparkContext);
    List<List<WorkItem>> partitions = LongestFirst.pack(known, processors);
    var counters = new RunCounters(sparkContext.sc());
    sparkContext.sc().setJobGroup(name(), "isolator catalogue " + work.name(), true);
    progress.begin(sparkContext.sc(), counters, known, processors);
    try {
      Broadcast<SerializableConfiguration> configuration =
          sparkContext.broadcast(
              new SerializableConfiguration(sparkContext.sc().hadoopConfiguration()));
      JavaRDD<Row> rows =
          sparkContext
              .parallelize(partitions, Math.max(1, partitions.size()))
              .flatMap(new PartitionTask(work, settings, configuration, counters));
      Path table = new Path(store.root(), "results/" + name());
      spark
          .createDataFrame(rows, ItemResult.schema())
          .write()
          .mode(SaveMode.ErrorIfExists)
          .parquet(table.toString());
      store.sweep();
      return RunSummary.of(table(), table.toString(), (System.nanoTime() - begin) / 1e9);
    } catch (Exception e) { // Spark throws checked ones without declaring them
      swept(e);
      if (cancelled) {
        var cancellation = new CancellationException("the run was cancelled");
        cancellation.initCause(e);
        throw cancellation;
      }
      throw e;
    } finally {
      progress.end();
      sparkContext.sc().clearJobGroup();
    }
  }

  /// Removes the temporary files of a run that has failed.
  private void swept(Exception failure) {
    try {
      store.sweep();
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  private volatile boolean cancelled;

  /// Ends the run, from any thread: songs under way are given up, and their temporary files
  /// removed.
  public void cancel() {
    cancelled = true;
    spark.sparkContext().setLogLevel("OFF"); // of tasks that end in the middle, at length
    spark.sparkContext().cancelJobGroup(name());
  }

  /// The run's table, once it has ended.
  public Dataset<Row> table() {
    return spark
        .read()
        .schema(ItemResult.schema())
        .parquet(new Path(store.root(), "results/" + name()).toString());
  }

  /// How many items are worked on at a time.
  private static int processors(JavaSparkContext sparkContext) {
    int cpus = Integer.parseInt(sparkContext.getConf().get("spark.task.cpus", "1"));
    return Math.max(1, sparkContext.defaultParallelism() / cpus);
  }

  /// Songs that earlier runs have read, and that did not change since, with their hashes.
  private List<WorkItem> withKnownHashes(List<WorkItem> items) throws IOException {
    Map<String, Row> before = new HashMap<>();
    for (Path table : earlierTables()) {
      Dataset<Row> rows = spark.read().schema(ItemResult.schema()).parquet(table.toString());
      for (Iterator<Row> all =
              rows.filter("sha256 <> ''")
                  .select("uri", "bytes", "modified", "sha256")
                  .toLocalIterator();
          all.hasNext(); ) {
        Row row = all.next();
        before.put(row.getString(0), row);
      }
    }
    var known = new ArrayList<WorkItem>(items.size());
    for (WorkItem item : items) {
      Row row = before.get(item.uri());
      if (row != null && row.getLong(1) == item.bytes() && row.getLong(2) == item.modified()) {
        known.add(item.withHash(row.getString(3)));
      } else {
        known.add(item);
      }
    }
    return known;
  }

  private List<Path> earlierTables() throws IOException {
    Configuration configuration = spark.sparkContext().hadoopConfiguration();
    FileSystem files = HadoopFiles.systemOf(store.root(), configuration);
    var results = new Path(store.root(), "results");
    var tables = new ArrayList<Path>();
    if (files.exists(results)) {
      for (var folder : files.listStatus(results)) {
        if (files.exists(new Path(folder.getPath(), "_SUCCESS"))) {
          tables.add(folder.getPath());
        }
      }
    }
    tables.sort(null);
    return tables;
  }
}
