package dev.isolator.spark.job;

import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/// What became of an item: a row of the table of results.
///
/// | column | type | what |
/// |---|---|---|
/// | `uri` | text | the item, as it was listed |
/// | `key` | text | hash of song, model and options; empty where the song could not be read |
/// | `state` | text | `done`, `skipped` (was done before) or `failed` |
/// | `failure` | text | the kind, as exit codes have them: `CORRUPT`, `UNREADABLE`, …; `CRASHED` if executors died of it; null where nothing failed |
/// | `message` | text | file, expected, found, way out; null where nothing failed |
/// | `seconds` | double | time it took, with reading and publishing |
/// | `song_seconds` | double | how long the song is; null where that is not known |
/// | `attempt` | int | which attempt at its task it was, from 0 |
/// | `executor` | text | where: the executor's number and host |
/// | `bytes`, `modified` | long | the song's size and time when it was listed |
/// | `sha256` | text | of the song's bytes; empty where it was not read |
/// | `files` | list of text | what there is, below the output |
/// | `notes` | list of text | what a user should know, a sentence each |
/// | `detail` | text | what the work found, as JSON: spans, scores; null where it found nothing |
///
/// @param uri the item
/// @param key see above, as are all others
public record ItemResult(
    String uri,
    String key,
    State state,
    String failure,
    String message,
    double seconds,
    double songSeconds,
    int attempt,
    String executor,
    long bytes,
    long modified,
    String sha256,
    List<String> files,
    List<String> notes,
    String detail) {
  /// What became of it.
  public enum State {
    DONE,
    SKIPPED,
    FAILED;

    /// As it stands in the table.
    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /// The table's columns.
  public static StructType schema() {
    return new StructType()
        .add("uri", DataTypes.StringType, false)
        .add("key", DataTypes.StringType, false)
        .add("state", DataTypes.StringType, false)
        .add("failure", DataTypes.StringType, true)
        .add("message", DataTypes.StringType, true)
        .add("seconds", DataTypes.DoubleType, false)
        .add("song_seconds", DataTypes.DoubleType, true)
        .add("attempt", DataTypes.IntegerType, false)
        .add("executor", DataTypes.StringType, false)
        .add("bytes", DataTypes.LongType, false)
        .add("modified", DataTypes.LongType, false)
        .add("sha256", DataTypes.StringType, false)
        .add("files", DataTypes.createArrayType(DataTypes.StringType, false), false)
        .add("notes", DataTypes.createArrayType(DataTypes.StringType, false), false)
        .add("detail", DataTypes.StringType, true);
  }

  /// As a row of that table.
  Row row() {
    return RowFactory.create(
        uri,
        key,
        state.word(),
        failure.isEmpty() ? null : failure,
        message.isEmpty() ? null : message,
        seconds,
        Double.isNaN(songSeconds) ? null : songSeconds,
        attempt,
        executor,
        bytes,
        modified,
        sha256,
        files.toArray(String[]::new),
        notes.toArray(String[]::new),
        detail.isEmpty() ? null : detail);
  }
}
