package dev.isolator.server.api;

import com.google.gson.JsonElement;
import io.javalin.http.Context;

/// Answers with JSON.
final class JsonResponse {
  private JsonResponse() {}

  static void send(Context ctx, JsonElement json) {
    ctx.contentType("application/json").result(json.toString());
  }
}
