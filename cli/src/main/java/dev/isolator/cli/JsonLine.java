package dev.isolator.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;

/// A record as one line of JSON: all keys are always there, what does not apply is null.
final class JsonLine {
  private static final Gson GSON =
      new GsonBuilder().serializeNulls().disableHtmlEscaping().create();

  private JsonLine() {}

  /// The line, without its end.
  static String of(Object record) {
    return GSON.toJson(record);
  }
}
