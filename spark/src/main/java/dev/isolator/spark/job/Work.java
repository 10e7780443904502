package dev.isolator.spark.job;

import com.google.gson.JsonObject;
import dev.isolator.model.ModelException;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import org.apache.hadoop.conf.Configuration;

/// What is done with each item of a catalogue. It travels to the executors, so it holds settings
/// and no engine.
///
/// An item's result is files and facts. Both depend on what the key is a hash of, and on nothing
/// else but rounding between processors.
public interface Work extends Serializable {
  /// What the work is called in Spark's own page, such as `separate`.
  String name();

  /// The folder below the output that the files of a key go to; empty = the output itself.
  String folder(String key);

  /// The marker of a key, below the output.
  String marker(String key);

  /// Makes ready to work on an item. Reads as little as it takes to know the key.
  ///
  /// @param scratch a folder of this attempt's own, removed after it
  Prepared prepare(WorkItem item, Path scratch, Configuration configuration)
      throws IOException, ModelException;

  /// An item whose key is known.
  interface Prepared {
    /// The hash of everything that the result depends on: 64 hexadecimal digits.
    String key();

    /// The SHA-256 of the song's bytes; empty where the item is no song.
    String hash();

    /// Does the work: writes files below `out`, under the names that they are to have.
    ///
    /// @param cancelled asked now and then; true = end with a
    ///   [java.util.concurrent.CancellationException]
    /// @return facts for the marker and the row: `songSeconds`, `notes`, `detail`; all may be
    ///   missing
    JsonObject run(Path out, BooleanSupplier cancelled) throws IOException, ModelException;
  }
}
