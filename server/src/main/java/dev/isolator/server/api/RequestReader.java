package dev.isolator.server.api;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// What all routes read and write alike.
final class Answers {
  private static final int MOST_JSON_BYTES = 256 << 10;

  private Answers() {}

  static void json(Context ctx, JsonElement json) {
    ctx.contentType("application/json").result(json.toString());
  }

  /// The kind of a request's body, without parameters, lower-case.
  static String contentType(Context ctx) {
    String type = ctx.contentType();
    return type == null ? "" : type.split(";", -1)[0].strip().toLowerCase(Locale.ROOT);
  }

  /// A request's body as a JSON object.
  static JsonObject object(Context ctx) throws Problem, IOException {
    if (!contentType(ctx).equals("application/json")) {
      throw Problem.of(ProblemKind.UNSUPPORTED_MEDIA_TYPE, "Send application/json.");
    }
    byte[] body = ctx.req().getInputStream().readNBytes(MOST_JSON_BYTES + 1);
    if (body.length > MOST_JSON_BYTES) {
      throw tooLarge(MOST_JSON_BYTES);
    }
    try {
      JsonElement json = JsonParser.parseString(new String(body, StandardCharsets.UTF_8));
      if (json.isJsonObject()) {
        return json.getAsJsonObject();
      }
    } catch (JsonParseException | StackOverflowError e) { // as deep as it likes to nest
      throw Problem.invalid("body", "must be JSON");
    }
    throw Problem.invalid("body", "must be a JSON object");
  }

  static Problem tooLarge(long most) {
    String size = most >= 1 << 20 ? (most >> 20) + " MB" : most + " bytes";
    return Problem.of(ProblemKind.TOO_LARGE, "This server takes at most %s.".formatted(size));
  }

  /// A whole number of the query.
  static int number(Context ctx, String name, int least, int most, int initial) throws Problem {
    String text = ctx.queryParam(name);
    if (text == null) {
      return initial;
    }
    if (text.matches("[0-9]{1,9}")) {
      int value = Integer.parseInt(text);
      if (value >= least && value <= most) {
        return value;
      }
    }
    throw Problem.invalid(name, "must be a whole number from %d to %d".formatted(least, most));
  }
}
