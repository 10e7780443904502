package dev.isolator.server.api;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// Reads what several routes take: content types, JSON bodies and numbers of the query.
final class RequestReader {
  private static final int MAX_JSON_BYTES = 256 << 10;

  private RequestReader() {}

  /// The media type of a request's body, without parameters, lower-case; empty = none was sent.
  static String contentType(Context ctx) {
    String type = ctx.contentType();
    return type == null ? "" : type.split(";", -1)[0].strip().toLowerCase(Locale.ROOT);
  }

  /// A request's body as a JSON object.
  static JsonObject jsonObject(Context ctx) throws Problem, IOException {
    if (!contentType(ctx).equals("application/json")) {
      throw Problem.of(ProblemKind.UNSUPPORTED_MEDIA_TYPE, "Send application/json.");
    }
    byte[] body = ctx.req().getInputStream().readNBytes(MAX_JSON_BYTES + 1);
    if (body.length > MAX_JSON_BYTES) {
      throw Problem.tooLarge(MAX_JSON_BYTES);
    }
    try {
      JsonElement json = JsonParser.parseString(new String(body, StandardCharsets.UTF_8));
      if (json.isJsonObject()) {
        return json.getAsJsonObject();
      }
    } catch (JsonParseException
        | StackOverflowError e) { // nesting may be as deep as the sender likes
      throw Problem.invalid("body", "must be JSON");
    }
    throw Problem.invalid("body", "must be a JSON object");
  }

  /// A whole number in the query.
  ///
  /// @param initial what a missing one is
  static int wholeNumber(Context ctx, String name, int least, int most, int initial)
      throws Problem {
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
