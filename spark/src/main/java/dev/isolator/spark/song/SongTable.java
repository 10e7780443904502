package dev.isolator.spark.song;

import dev.isolator.audio.AudioException;
import dev.isolator.audio.AudioException.Kind;
import dev.isolator.cli.SongEndings;
import dev.isolator.spark.job.WorkItem;
import dev.isolator.spark.store.HadoopFiles;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;

/// Lists the songs of a catalogue: of a table, or of a folder.
///
/// | what | taken |
/// |---|---|
/// | `.parquet`, or a folder that holds such files | its rows |
/// | `.csv`, with a header line | its rows |
/// | `.jsonl`, `.ndjson`, `.json`, an object a line | its rows |
/// | any other folder | all files below it that end like songs, hidden ones left out |
///
/// A table has a column `uri`, and may have `seconds`, by which the longest songs are begun first;
/// all other columns are left alone. A URI without a scheme and a leading `/` is below the table's
/// folder. A URI that stands twice is taken once. Sizes and times of a table's songs are looked up
/// by Spark's tasks; a song that is not there is not refused here: it gets its row in the results.
public final class SongTable {
  private static final int LOOKUPS_A_TASK = 500;

  private final SparkSession spark;
  private final Configuration configuration;

  public SongTable(SparkSession spark) {
    this.spark = spark;
    this.configuration = spark.sparkContext().hadoopConfiguration();
  }

  /// The songs, each URI once.
  ///
  /// @param tableOrFolder its URI
  /// @throws AudioException of the kind `UNREADABLE` if it is not there, or not of that form
  public List<WorkItem> read(String tableOrFolder) throws IOException {
    Path path = HadoopFiles.qualified(tableOrFolder, configuration);
    FileSystem files = HadoopFiles.systemOf(path, configuration);
    FileStatus status;
    try {
      status = files.getFileStatus(path);
    } catch (FileNotFoundException e) {
      throw new AudioException(
          Kind.UNREADABLE, tableOrFolder, "no such table or folder; check its name", e);
    }
    String ending = SongEndings.of(path.getName());
    if (status.isDirectory()) {
      return isParquet(files, path) ? rows(path, "parquet") : folder(files, path, tableOrFolder);
    }
    return switch (ending) {
      case "parquet", "csv" -> rows(path, ending);
      case "jsonl", "ndjson", "json" -> rows(path, "json");
      default ->
          throw new AudioException(
              Kind.UNREADABLE,
              tableOrFolder,
              "expected a folder, or a table that ends in .parquet, .csv or .jsonl, found \".%s\"; for one song there is isolator separate"
                  .formatted(ending));
    };
  }

  private static boolean isParquet(FileSystem files, Path folder) throws IOException {
    for (FileStatus file : files.listStatus(folder)) {
      if (file.isFile() && SongEndings.of(file.getPath().getName()).equals("parquet")) {
        return true;
      }
    }
    return false;
  }

  private List<WorkItem> folder(FileSystem files, Path folder, String shown) throws IOException {
    var songs = new ArrayList<WorkItem>();
    for (RemoteIterator<LocatedFileStatus> all = files.listFiles(folder, true); all.hasNext(); ) {
      LocatedFileStatus file = all.next();
      if (SongEndings.isSong(file.getPath().getName()) && !isHidden(folder, file.getPath())) {
        songs.add(item(file.getPath().toString(), file, Double.NaN));
      }
    }
    if (songs.isEmpty()) {
      throw new AudioException(
          Kind.UNREADABLE,
          shown,
          "expected songs in this folder, found none that ends in " + SongEndings.listed());
    }
    songs.sort(Comparator.comparing(WorkItem::uri));
    return songs;
  }

  /// Whether a part of the path below the folder begins with a dot or, as Hadoop's own files do, an
  /// underscore.
  private static boolean isHidden(Path folder, Path file) {
    String below = file.toString().substring(folder.toString().length());
    return Arrays.stream(below.split("/"))
        .anyMatch(part -> part.startsWith(".") || part.startsWith("_"));
  }

  private List<WorkItem> rows(Path table, String format) throws IOException {
    Dataset<Row> all =
        spark
            .read()
            .option("header", true)
            .option("mode", "FAILFAST")
            .format(format)
            .load(table.toString());
    String uri = column(all, "uri");
    if (uri == null) {
      throw new AudioException(
          Kind.UNREADABLE,
          table.toString(),
          "expected a column uri, found %s; rename the one that says where the songs are"
              .formatted(String.join(", ", all.columns())));
    }
    String seconds = column(all, "seconds");
    var wanted = all.select(all.col(uri).cast("string"), seconds(all, seconds));
    var songs = new ArrayList<WorkItem>();
    var seen = new HashSet<String>();
    for (var each = wanted.toLocalIterator(); each.hasNext(); ) {
      Row row = each.next();
      String name = row.isNullAt(0) ? "" : row.getString(0).strip();
      if (name.isEmpty()) {
        throw new AudioException(
            Kind.UNREADABLE,
            table.toString(),
            "expected a URI in each row, found a row without; remove it");
      }
      String absolute = below(table, name);
      if (seen.add(absolute)) {
        double length = row.isNullAt(1) ? Double.NaN : row.getDouble(1);
        songs.add(new WorkItem(absolute, 0, 0, length >= 0 && length < 1e9 ? length : 0, "", ""));
      }
    }
    return lookedUp(songs);
  }

  private static org.apache.spark.sql.Column seconds(Dataset<Row> all, @Nullable String column) {
    if (column == null) {
      return org.apache.spark.sql.functions.lit(null).cast("double");
    }
    boolean number = all.schema().apply(column).dataType() instanceof NumericType;
    // of a CSV everything is text; what is no number there is not known
    return number
        ? all.col(column).cast("double")
        : org.apache.spark.sql.functions.expr("try_cast(`" + column + "` as double)");
  }

  private static @Nullable String column(Dataset<Row> table, String name) {
    for (String column : table.columns()) {
      if (column.toLowerCase(Locale.ROOT).equals(name)) {
        return column;
      }
    }
    return null;
  }

  private static String below(Path table, String uri) {
    boolean complete = uri.startsWith("/") || uri.matches("[A-Za-z][A-Za-z0-9+.-]*:.*");
    Path folder = table.getParent();
    return complete || folder == null ? uri : folder + "/" + uri;
  }

  private List<WorkItem> lookedUp(List<WorkItem> songs) {
    if (songs.isEmpty()) {
      return songs;
    }
    var sparkContext = JavaSparkContext.fromSparkContext(spark.sparkContext());
    Broadcast<SerializableConfiguration> hadoop =
        sparkContext.broadcast(new SerializableConfiguration(configuration));
    spark.sparkContext().setJobDescription("isolator catalogue: looking up sizes");
    int tasks = Math.ceilDiv(songs.size(), LOOKUPS_A_TASK);
    List<WorkItem> found =
        sparkContext
            .parallelize(songs, tasks)
            .map(song -> lookedUp(song, hadoop.value().value()))
            .collect();
    spark.sparkContext().setJobDescription(null);
    return found;
  }

  private static WorkItem lookedUp(WorkItem song, Configuration configuration) {
    try {
      Path path = HadoopFiles.qualified(song.uri(), configuration);
      double known = song.weight() > 0 ? song.weight() : Double.NaN;
      return item(song.uri(), HadoopFiles.status(path, configuration), known);
    } catch (IOException e) {
      String said = String.valueOf(e.getMessage());
      String message = said.contains(": ") ? said : song.uri() + ": " + said;
      return new WorkItem(song.uri(), 0, 0, 0, "", message);
    }
  }

  private static WorkItem item(String uri, FileStatus file, double seconds) {
    double weight =
        Double.isNaN(seconds) ? SongWeight.of(file.getPath().getName(), file.getLen()) : seconds;
    return new WorkItem(uri, file.getLen(), file.getModificationTime(), weight, "", "");
  }
}
