package dev.isolator.train.loop;

import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// Keys and values of a YAML file, or of one key in it, that are taken out one by one; what is left
/// at the end is refused. Every refusal names file, key, what was expected and what was found.
///
/// A key may have a former name, which older files use. Messages then use it too.
final class YamlSection {
  private final String where;
  private final Map<String, Object> values;
  private final Map<String, String> formerNames;
  private final Map<String, String> typed = new HashMap<>();

  private YamlSection(String where, Map<String, Object> values, Map<String, String> formerNames) {
    this.where = where;
    this.values = values;
    this.formerNames = formerNames;
  }

  /// The keys of a whole file.
  ///
  /// @param where the file's name for messages
  /// @param formerNames key to former name
  static YamlSection parse(String where, String text, Map<String, String> formerNames)
      throws IOException {
    Object document;
    try {
      document = new Load(LoadSettings.builder().setLabel(where).build()).loadFromString(text);
    } catch (YamlEngineException e) {
      throw new IOException(
          "%s: expected YAML, found: %s"
              .formatted(where, String.valueOf(e.getMessage()).lines().findFirst().orElse("")),
          e);
    }
    return new YamlSection(where, map(where, "a configuration", document), formerNames);
  }

  /// The keys under a key; none where it is missing.
  YamlSection section(String key) throws IOException {
    Object value = values.remove(key);
    var map = value == null ? new LinkedHashMap<String, Object>() : map(where, key, value);
    return new YamlSection(where, map, formerNames);
  }

  /// Whether a key is there and was not taken yet.
  boolean has(String key) {
    return values.containsKey(key);
  }

  /// Refuses what nobody took.
  void requireNothingLeft() throws IOException {
    if (!values.isEmpty()) {
      throw new IOException(
          "%s: no setting is called %s; see isolator train --help"
              .formatted(where, values.keySet().iterator().next()));
    }
  }

  /// The name under which a key was found, for messages.
  String typed(String key) {
    return typed.getOrDefault(key, key);
  }

  String text(String key, String otherwise) throws IOException {
    Object value = take(key);
    return switch (value) {
      case null -> otherwise;
      case String s when !s.isBlank() -> s;
      case Number n -> n.toString();
      default -> throw wrong(key, "a text", value);
    };
  }

  double number(String key, double otherwise) throws IOException {
    Object value = take(key);
    return switch (value) {
      case null -> otherwise;
      case Number n -> n.doubleValue();
      default -> throw wrong(key, "a number", value);
    };
  }

  /// A number from 0 to 1.
  double share(String key, double otherwise) throws IOException {
    double value = number(key, otherwise);
    if (!(value >= 0 && value <= 1)) {
      throw wrong(key, "from 0 to 1", value);
    }
    return value;
  }

  /// A whole number of 64 bits.
  long whole(String key, long otherwise) throws IOException {
    Object value = take(key);
    return switch (value) {
      case null -> otherwise;
      case Integer n -> n;
      case Long n -> n;
      case BigInteger n ->
          throw wrong(key, "from %d to %d".formatted(Long.MIN_VALUE, Long.MAX_VALUE), n);
      default -> throw wrong(key, "a whole number", value);
    };
  }

  /// A whole number in a range.
  int whole(String key, int otherwise, int least, int most) throws IOException {
    Object value = take(key);
    return switch (value) {
      case null -> otherwise;
      case Integer n when n >= least && n <= most -> n;
      case Integer _, Long _, BigInteger _ ->
          throw wrong(key, "from %d to %d".formatted(least, most), value);
      default -> throw wrong(key, "a whole number from %d to %d".formatted(least, most), value);
    };
  }

  boolean flag(String key, boolean otherwise) throws IOException {
    Object value = take(key);
    return switch (value) {
      case null -> otherwise;
      case Boolean b -> b;
      default -> throw wrong(key, "true or false", value);
    };
  }

  List<String> texts(String key, List<String> otherwise) throws IOException {
    Object value = take(key);
    if (value == null) {
      return otherwise;
    }
    var texts = new ArrayList<String>();
    if (value instanceof List<?> list) {
      for (Object entry : list) {
        texts.add(entry instanceof String s ? s : "");
      }
    }
    if (texts.isEmpty() || texts.contains("")) {
      throw wrong(key, "a list of texts", value);
    }
    return texts;
  }

  /// Whole numbers from 1 to 4096.
  List<Integer> numbers(String key, List<Integer> otherwise) throws IOException {
    Object value = take(key);
    if (value == null) {
      return otherwise;
    }
    var numbers = new ArrayList<Integer>();
    if (value instanceof List<?> list) {
      for (Object entry : list) {
        numbers.add(entry instanceof Integer n && n > 0 && n <= 4096 ? n : -1);
      }
    }
    if (numbers.isEmpty() || numbers.contains(-1)) {
      throw wrong(key, "a list of whole numbers from 1 to 4096", value);
    }
    return numbers;
  }

  /// The refusal of a value.
  IOException wrong(String key, String expected, Object found) {
    return new IOException(
        "%s: %s must be %s, was %s".formatted(where, typed(key), expected, found));
  }

  private @Nullable Object take(String key) throws IOException {
    String former = formerNames.get(key);
    if (former == null || !values.containsKey(former)) {
      return values.remove(key);
    }
    if (values.containsKey(key)) {
      throw new IOException(
          "%s: %s is the former name of %s; leave one of them out".formatted(where, former, key));
    }
    typed.put(key, former);
    return values.remove(former);
  }

  private static Map<String, Object> map(String where, String what, Object value)
      throws IOException {
    if (!(value instanceof Map<?, ?> map)) {
      throw new IOException(
          "%s: expected %s of keys and values, found %s".formatted(where, what, value));
    }
    var copy = new LinkedHashMap<String, Object>();
    map.forEach((k, v) -> copy.put(String.valueOf(k), v));
    return copy;
  }
}
