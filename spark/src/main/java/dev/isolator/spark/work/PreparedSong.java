package dev.isolator.spark.work;

import com.google.gson.JsonObject;
import dev.isolator.model.ModelException;
import dev.isolator.spark.job.Work;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;

/// An item whose key is known, and what is to be done with it.
///
/// @param key the hash of everything that the result depends on
/// @param hash the song's SHA-256, or empty
/// @param action writes files and returns facts
record PreparedSong(String key, String hash, Action action) implements Work.Prepared {
  /// What is to be done.
  @FunctionalInterface
  interface Action {
    JsonObject run(Path out, BooleanSupplier cancelled) throws IOException, ModelException;
  }

  @Override
  public JsonObject run(Path out, BooleanSupplier cancelled) throws IOException, ModelException {
    return action.run(out, cancelled);
  }
}
