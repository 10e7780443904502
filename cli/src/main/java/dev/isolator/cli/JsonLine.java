package dev.isolator.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A result as one line of JSON. All keys are always there; what does not apply is null. Keys may
/// be added within a schema version; none changes its meaning or goes.
///
/// The keys of a line come from several records, one for each group of keys that apply together.
final class JsonLine {
  private static final Gson GSON =
      new GsonBuilder().serializeNulls().disableHtmlEscaping().create();

  private JsonLine() {}

  /// The first keys of a line.
  ///
  /// @param schema such as `isolator-separation`
  /// @param version of the schema
  /// @param status `done`, `skipped` or `failed`
  /// @param input the song as the user named it, `-` for a pipe
  record Head(String schema, int version, String status, String input) {}

  /// The last keys of a line; all of them null unless the song failed.
  ///
  /// @param kind of the failure, such as `corrupt`
  /// @param exitCode that goes with `kind`
  /// @param message of the failure, one line
  record Failure(@Nullable String kind, @Nullable Integer exitCode, @Nullable String message) {
    static final Failure NONE = new Failure(null, null, null);

    static Failure of(ExitCode code, String message) {
      return new Failure(code.name().toLowerCase(Locale.ROOT), code.number(), message);
    }
  }

  /// The line, without its end: one object with the keys of all groups, in order.
  static String of(Record... groups) {
    var line = new JsonObject();
    for (var group : groups) {
      GSON.toJsonTree(group).getAsJsonObject().asMap().forEach(line::add);
    }
    return GSON.toJson(line);
  }
}
