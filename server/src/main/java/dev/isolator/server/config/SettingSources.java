package dev.isolator.server.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// Where settings come from. Flags come before the environment, the environment before the file,
/// the file before the defaults. Unknown names are refused in flags and in the file. Of the
/// environment only the variables of settings are read; others that begin with `ISOLATOR_` belong
/// to other parts of the program.
public final class SettingSources {
  private static final int MAX_BYTES = 1 << 20;

  /// A value and where it was found.
  record Found(String value, String where) {}

  private final Map<String, Found> values = new HashMap<>();

  private SettingSources() {}

  /// Reads all sources.
  ///
  /// @param flags key to value
  /// @param environment of the process
  /// @param file YAML; missing = none
  public static SettingSources of(
      Map<String, String> flags, Map<String, String> environment, @Nullable Path file)
      throws ConfigException {
    var sources = new SettingSources();
    for (Setting setting : Setting.ALL) {
      sources.values.put(setting.key(), new Found(setting.initial(), "default"));
    }
    if (file != null) {
      for (var entry : read(file).entrySet()) {
        sources.put(entry.getKey(), entry.getValue(), file.toString());
      }
    }
    for (Setting setting : Setting.ALL) {
      String value = environment.get(setting.variable());
      if (value != null) {
        sources.put(setting.key(), value, setting.variable());
      }
    }
    for (var flag : flags.entrySet()) {
      sources.put(flag.getKey(), flag.getValue(), "--set " + flag.getKey());
    }
    return sources;
  }

  private void put(String key, String value, String where) throws ConfigException {
    if (!values.containsKey(key)) {
      throw new ConfigException(
          "%s: there is no setting %s; docs/server.md lists them".formatted(where, key));
    }
    values.put(key, new Found(value, where));
  }

  private static Map<String, String> read(Path file) throws ConfigException {
    Object tree;
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new ConfigException(file + ": is larger than 1 MB; this is no configuration file");
      }
      tree =
          new Load(LoadSettings.builder().setLabel(file.toString()).build())
              .loadFromString(Files.readString(file));
    } catch (IOException e) {
      throw new ConfigException(file + ": cannot be read (" + e + "); check --config", e);
    } catch (YamlEngineException e) {
      throw new ConfigException(
          "%s: is no YAML: %s"
              .formatted(file, String.valueOf(e.getMessage()).replaceAll("\\s+", " ")),
          e);
    }
    var flat = new LinkedHashMap<String, String>();
    if (tree != null) {
      flatten(file, "", tree, flat);
    }
    return flat;
  }

  private static void flatten(
      Path file, String prefix, @Nullable Object node, Map<String, String> flat)
      throws ConfigException {
    switch (node) {
      case Map<?, ?> map -> {
        for (var entry : map.entrySet()) {
          String key = String.valueOf(entry.getKey());
          flatten(file, prefix.isEmpty() ? key : prefix + "." + key, entry.getValue(), flat);
        }
      }
      case Iterable<?> list -> {
        var words = new StringBuilder();
        for (Object item : list) {
          words.append(words.isEmpty() ? "" : ",").append(item);
        }
        flat.put(prefix, words.toString());
      }
      case null -> flat.put(prefix, "");
      default -> {
        if (prefix.isEmpty()) {
          throw new ConfigException(
              "%s: expected settings, such as port: 8080, found %s".formatted(file, node));
        }
        flat.put(prefix, node.toString());
      }
    }
  }

  Optional<String> text(String key) {
    String value = found(key).value();
    return value.isEmpty() ? Optional.empty() : Optional.of(value);
  }

  Found found(String key) {
    Found found = values.get(key);
    if (found == null) {
      throw new IllegalArgumentException("no such setting: " + key);
    }
    return found;
  }

  /// A whole number in a range of `int`.
  int wholeNumber(String key, int from, int to) throws ConfigException {
    return Math.toIntExact(wholeNumber(key, (long) from, to));
  }

  /// A whole number in a range.
  long wholeNumber(String key, long from, long to) throws ConfigException {
    Found found = found(key);
    try {
      long value = Long.parseLong(found.value().strip());
      if (value >= from && value <= to) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw expected(key, found, "a whole number from %d to %d".formatted(from, to), e);
    }
    throw expected(key, found, "a whole number from %d to %d".formatted(from, to), null);
  }

  static ConfigException expected(String key, Found found, String what, @Nullable Throwable cause) {
    String message =
        "%s: %s must be %s, was '%s'".formatted(found.where(), key, what, found.value());
    return cause == null ? new ConfigException(message) : new ConfigException(message, cause);
  }
}
