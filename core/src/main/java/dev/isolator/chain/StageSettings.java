package dev.isolator.chain;

import dev.isolator.model.ModelException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The keys and values of a step in a file. What was asked for is remembered, so that a key that
/// nobody knows can be refused with those that are known.
final class StageSettings {
  private final String where;
  private final String stage;
  private final Map<String, @Nullable Object> values;
  private final List<String> known = new ArrayList<>();

  StageSettings(String where, String stage, Map<String, @Nullable Object> values) {
    this.where = where;
    this.stage = stage;
    this.values = values;
  }

  boolean flag(String key, boolean otherwise) throws ModelException {
    Object value = value(key);
    if (value == null) {
      return otherwise;
    }
    if (value instanceof Boolean flag) {
      return flag;
    }
    throw wrong("true or false for " + key, value);
  }

  double number(String key, double otherwise) throws ModelException {
    Object value = value(key);
    if (value == null) {
      return otherwise;
    }
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    throw wrong("a number for " + key, value);
  }

  int count(String key, int otherwise) throws ModelException {
    double number = number(key, otherwise);
    if (number != Math.rint(number) || Math.abs(number) > Integer.MAX_VALUE) {
      throw wrong("a whole number for " + key, number);
    }
    return (int) number;
  }

  String text(String key, String otherwise) throws ModelException {
    Object value = value(key);
    if (value == null) {
      return otherwise;
    }
    if (value instanceof String text) {
      return text;
    }
    throw wrong("a text for " + key, value);
  }

  private @Nullable Object value(String key) {
    known.add(key);
    return values.get(key);
  }

  /// Refuses keys that were not asked for.
  void nothingLeft() throws ModelException {
    for (String key : values.keySet()) {
      if (!known.contains(key)) {
        throw wrong("the keys " + String.join(", ", known), key);
      }
    }
  }

  private ModelException wrong(String expected, Object found) {
    return new ModelException(
        "%s: %s: expected %s, found %s; see docs/chain.md"
            .formatted(where, stage, expected, found));
  }
}
