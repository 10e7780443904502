package dev.isolator.server.api;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.javalin.http.Context;
import java.util.List;

/// A refused request, which is answered with problem details (RFC 9457).
final class Problem extends Exception {
  private static final long serialVersionUID = 1L;

  /// A field, parameter or header that is wrong.
  record FieldError(String field, String detail) {}

  private final ProblemKind kind;
  private final transient List<FieldError> errors;
  private final long retryAfterSeconds;

  private Problem(
      ProblemKind kind, String detail, List<FieldError> errors, long retryAfterSeconds) {
    super(detail);
    this.kind = kind;
    this.errors = List.copyOf(errors);
    this.retryAfterSeconds = retryAfterSeconds;
  }

  /// @param detail this case, in a sentence for people
  static Problem of(ProblemKind kind, String detail) {
    return new Problem(kind, detail, List.of(), 0);
  }

  /// A refusal that does not hold any more after some seconds.
  static Problem later(ProblemKind kind, String detail, long seconds) {
    return new Problem(kind, detail, List.of(), seconds);
  }

  static Problem invalid(List<FieldError> errors) {
    var details = errors.stream().map(e -> e.field() + " " + e.detail()).toList();
    return new Problem(ProblemKind.INVALID_REQUEST, String.join("; ", details) + ".", errors, 0);
  }

  static Problem invalid(String field, String detail) {
    return invalid(List.of(new FieldError(field, detail)));
  }

  /// A body or file of more than so many bytes.
  static Problem tooLarge(long maxBytes) {
    String size = maxBytes >= 1 << 20 ? (maxBytes >> 20) + " MB" : maxBytes + " bytes";
    return of(ProblemKind.TOO_LARGE, "This server takes at most %s.".formatted(size));
  }

  static Problem notFound() {
    return of(ProblemKind.NOT_FOUND, "There is nothing at this address, or it is not yours.");
  }

  /// Answers the request with the problem.
  void send(Context ctx) {
    ctx.status(kind.status());
    if (retryAfterSeconds > 0) {
      ctx.header("Retry-After", Long.toString(retryAfterSeconds));
    }
    if (kind == ProblemKind.KEY_NEEDED || kind == ProblemKind.KEY_UNKNOWN) {
      ctx.header("WWW-Authenticate", "Bearer realm=\"isolator\"");
    }
    ctx.contentType("application/problem+json");
    ctx.result(json(ctx).toString());
  }

  private JsonObject json(Context ctx) {
    var json = new JsonObject();
    json.addProperty("type", kind.type());
    json.addProperty("title", kind.title());
    json.addProperty("status", kind.status());
    json.addProperty("detail", getMessage());
    String id = ctx.attribute(RequestFilter.REQUEST_ID);
    if (id != null) {
      json.addProperty("instance", "urn:isolator:request:" + id);
    }
    if (!errors.isEmpty()) {
      var list = new JsonArray();
      for (FieldError error : errors) {
        var item = new JsonObject();
        item.addProperty("field", error.field());
        item.addProperty("detail", error.detail());
        list.add(item);
      }
      json.add("errors", list);
    }
    return json;
  }
}
