package dev.isolator.learn.folder;

import dev.isolator.train.data.AdditionalMixes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// The settings of a learning loop, `learn.yaml`. Paths are relative to the file.
///
/// @param original what the network was made of
/// @param gate manifest of the held-out songs; required
/// @param models folder of models and aliases; missing = the user's
/// @param model which model is fine-tuned and compared with; empty = the one that is used when none
///   is named
/// @param name what its offspring is called; empty = the model's name and `-learnt`
/// @param training how it is trained
/// @param process what training may take of the machine
public record LearningSettings(
    Original original,
    Path gate,
    @Nullable Path models,
    String model,
    String name,
    Training training,
    ProcessLimits process) {
  /// Its name in the learning folder.
  public static final String FILE = "learn.yaml";

  /// What the network was made of.
  ///
  /// @param config settings of the network, as `isolator train` takes them; required
  /// @param data manifest of what it was trained on, for replay; required
  /// @param validation manifests that a run is validated on; required
  /// @param soundfont for the manifest's MIDI files; missing = without them
  public record Original(Path config, Path data, List<Path> validation, @Nullable Path soundfont) {
    public Original {
      validation = List.copyOf(validation);
    }
  }

  /// How a model is fine-tuned.
  ///
  /// @param share of the mixes that have a source of the new data, 0 to 0.3; the others are replay.
  ///   Default 0.3
  /// @param minutes of training; 0 = what the network's settings say. Default 60
  /// @param seed of the gate's bootstrap. Default 1
  public record Training(double share, double minutes, long seed) {}

  /// What training may take of the machine.
  ///
  /// @param threads of libtorch. Default 1
  /// @param memoryMegabytes all memory of the training process; above it the run is ended (Linux).
  ///   Default 6144
  /// @param nice how far it stands back behind other processes, 0 to 19. Default 10
  public record ProcessLimits(int threads, int memoryMegabytes, int nice) {}

  /// The same with another model in use.
  public LearningSettings withModel(String other) {
    return new LearningSettings(original, gate, models, other, name, training, process);
  }

  private static final long MOST_BYTES = 1 << 20;
  private static final Set<String> KEYS =
      Set.of(
          "config",
          "data",
          "validation",
          "soundfont",
          "gate",
          "models",
          "model",
          "name",
          "share",
          "minutes",
          "seed",
          "threads",
          "memory-mb",
          "nice");

  /// Reads the settings.
  ///
  /// @throws IOException if the file is missing, or a value is not what it must be; one line
  public static LearningSettings read(Path file) throws IOException {
    Map<String, Object> values = values(file);
    for (String key : values.keySet()) {
      if (!KEYS.contains(key)) {
        throw new IOException(
            "%s: there is no setting %s; docs/learning.md lists them".formatted(file, key));
      }
    }
    Path absolute = file.toAbsolutePath();
    var validation = new ArrayList<Path>();
    if (values.get("validation") instanceof List<?> several) {
      several.forEach(
          one -> validation.add(absolute.resolveSibling(String.valueOf(one)).normalize()));
    } else {
      validation.add(required(file, values, "validation"));
    }
    return new LearningSettings(
        new Original(
            required(file, values, "config"),
            required(file, values, "data"),
            validation,
            path(file, values, "soundfont")),
        required(file, values, "gate"),
        path(file, values, "models"),
        text(values, "model"),
        name(file, text(values, "name")),
        new Training(
            number(
                file, values, "share", AdditionalMixes.MOST_SHARE, 0, AdditionalMixes.MOST_SHARE),
            number(file, values, "minutes", 60, 0, 100_000),
            (long) number(file, values, "seed", 1, 0, 1e15)),
        new ProcessLimits(
            (int) number(file, values, "threads", 1, 1, 256),
            (int) number(file, values, "memory-mb", 6144, 512, 1 << 20),
            (int) number(file, values, "nice", 10, 0, 19)));
  }

  private static Map<String, Object> values(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException(
          "%s: expected the settings of the learning loop, found nothing there; docs/learning.md has an example"
              .formatted(file));
    }
    if (Files.size(file) > MOST_BYTES) {
      throw new IOException(
          "%s: expected settings of at most 1 MB, found %d bytes; check the name"
              .formatted(file, Files.size(file)));
    }
    try {
      Object tree =
          new Load(LoadSettings.builder().setLabel(file.toString()).build())
              .loadFromString(Files.readString(file));
      var values = new LinkedHashMap<String, Object>();
      if (!(tree instanceof Map<?, ?> map)) {
        throw new IOException(
            "%s: expected settings such as share: 0.3, found %s".formatted(file, tree));
      }
      map.forEach((key, value) -> values.put(String.valueOf(key), value));
      return values;
    } catch (YamlEngineException e) {
      throw new IOException(
          "%s: is no YAML: %s"
              .formatted(file, String.valueOf(e.getMessage()).replaceAll("\\s+", " ")),
          e);
    }
  }

  private static String text(Map<String, Object> values, String key) {
    Object value = values.get(key);
    return value == null ? "" : String.valueOf(value).strip();
  }

  private static String name(Path file, String name) throws IOException {
    if (!name.matches("[a-z0-9-]*")) {
      throw new IOException("%s: name must be of a-z, 0-9 and -, was %s".formatted(file, name));
    }
    return name;
  }

  private static @Nullable Path path(Path file, Map<String, Object> values, String key) {
    String text = text(values, key);
    return text.isEmpty() ? null : file.toAbsolutePath().resolveSibling(text).normalize();
  }

  private static Path required(Path file, Map<String, Object> values, String key)
      throws IOException {
    Path path = path(file, values, key);
    if (path == null) {
      throw new IOException(
          "%s: expected the setting %s, found none; docs/learning.md says what it is"
              .formatted(file, key));
    }
    return path;
  }

  private static double number(
      Path file, Map<String, Object> values, String key, double initial, double least, double most)
      throws IOException {
    Object value = values.get(key);
    if (value == null) {
      return initial;
    }
    if (value instanceof Number number
        && number.doubleValue() >= least
        && number.doubleValue() <= most) {
      return number.doubleValue();
    }
    throw new IOException(
        "%s: %s must be a number from %s to %s, was %s".formatted(file, key, least, most, value));
  }
}
