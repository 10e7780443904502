package dev.isolator.learn.run;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import dev.isolator.file.AtomicFile;
import dev.isolator.learn.folder.LearningFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A run: what a model was made of, in `run.json`.
///
/// @param id `r1` and so on
/// @param data number of the version of the data
/// @param dataSha256 its hash
/// @param base `name@version` of the model that was fine-tuned
/// @param baseSha256 its hash
/// @param settings what decided the run: minutes, share, the hash of the network's settings
/// @param model `name@version` of the model that it makes
/// @param modelSha256 its hash; empty until it is there
/// @param who began it
/// @param startedAt RFC 3339 in UTC
/// @param program version of Isolator
public record LearningRun(
    String id,
    int data,
    String dataSha256,
    String base,
    String baseSha256,
    Settings settings,
    String model,
    String modelSha256,
    String who,
    String startedAt,
    String program) {
  static final String FILE = "run.json";
  private static final Gson GSON =
      new GsonBuilder().disableHtmlEscaping().setPrettyPrinting().create();

  /// What decided a run, besides its data and its base.
  ///
  /// @param minutes of training; 0 = what the network's settings say
  /// @param share of the mixes that have a source of the new data
  /// @param configSha256 of the network's settings
  public record Settings(double minutes, double share, String configSha256) {}

  /// Whether its model is there.
  public boolean isTrained() {
    return !modelSha256.isEmpty();
  }

  /// Its model.
  public Path onnx(LearningFolder learning) {
    return learning.run(id).resolve("model").resolve(model.replace('@', '-') + ".onnx");
  }

  /// The run's number.
  public int number() {
    return Integer.parseInt(id.substring(1));
  }

  LearningRun trained(String sha256) {
    return new LearningRun(
        id, data, dataSha256, base, baseSha256, settings, model, sha256, who, startedAt, program);
  }

  /// Reads a run.
  ///
  /// @throws IOException if there is none of that name
  public static LearningRun read(LearningFolder learning, String id) throws IOException {
    Path file = learning.run(id).resolve(FILE);
    if (!id.matches("r[1-9][0-9]{0,8}") || !Files.isRegularFile(file)) {
      throw new IOException(
          "%s: expected a run, found nothing there; the runs are %s"
              .formatted(
                  file,
                  learning.runs().isEmpty()
                      ? "none: begin one with isolator learn run"
                      : "r"
                          + String.join(
                              ", r", learning.runs().stream().map(n -> n + "").toList())));
    }
    try {
      return GSON.fromJson(Files.readString(file), LearningRun.class);
    } catch (JsonParseException e) {
      throw new IOException(
          file + ": expected a run in JSON, found something else; restore it from a back-up", e);
    }
  }

  /// The newest run.
  ///
  /// @throws IOException if there is none
  public static LearningRun newest(LearningFolder learning) throws IOException {
    var numbers = learning.runs();
    return read(learning, "r" + (numbers.isEmpty() ? 1 : numbers.getLast()));
  }

  void write(LearningFolder learning) throws IOException {
    Path folder = Files.createDirectories(learning.run(id));
    AtomicFile.write(folder.resolve(FILE), GSON.toJson(this) + "\n");
  }
}
