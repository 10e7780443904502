package dev.isolator.server.api;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.javalin.http.Context;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A refused request, which is answered with problem details (RFC 9457).
final class Problem extends Exception {
  private static final long serialVersionUID = 1L;

  /// A field, parameter or header that is wrong.
  record FieldError(String field, String detail) {}

  private final ProblemKind kind;
  private final transient List<FieldError> errors;
  private final transient Map<String, String> headers;

  private Problem(
      ProblemKind kind, String detail, List<FieldError> errors, Map<String, String> headers) {
    super(detail);
    this.kind = kind;
    this.errors = List.copyOf(errors);
    this.headers = Map.copyOf(headers);
  }

  /// @param detail this case, in a sentence for people
  static Problem of(ProblemKind kind, String detail) {
    return new Problem(kind, detail, List.of(), Map.of());
  }

  /// A refusal that does not hold any more after some seconds.
  static Problem later(ProblemKind kind, String detail, long seconds) {
    return new Problem(kind, detail, List.of(), Map.of("Retry-After", Long.toString(seconds)));
  }

  static Problem invalid(List<FieldError> errors) {
    var details = errors.stream().map(e -> e.field() + " " + e.detail()).toList();
    return new Problem(
        ProblemKind.INVALID_REQUEST, String.join("; ", details) + ".", errors, Map.of());
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

  /// @param allowed the methods that the address takes
  static Problem methodNotAllowed(Collection<String> allowed) {
    String methods = String.join(", ", allowed);
    return new Problem(
        ProblemKind.METHOD_NOT_ALLOWED,
        "This address takes %s only.".formatted(methods),
        List.of(),
        Map.of("Allow", methods));
  }

  /// Answers the request with the problem.
  void send(Context ctx) {
    ctx.status(kind.status());
    headers.forEach(ctx::header);
    if (kind == ProblemKind.KEY_NEEDED || kind == ProblemKind.KEY_UNKNOWN) {
      ctx.header("WWW-Authenticate", "Bearer realm=\"isolator\"");
    }
    ctx.contentType("application/problem+json");
    ctx.result(json(ctx.attribute(RequestFilter.REQUEST_ID)).toString());
  }

  /// @param request its ID in the log, if it is known
  JsonObject json(@Nullable String request) {
    var json = new JsonObject();
    json.addProperty("type", kind.type());
    json.addProperty("title", kind.title());
    json.addProperty("status", kind.status());
    json.addProperty("detail", getMessage());
    if (request != null) {
      json.addProperty("instance", "urn:isolator:request:" + request);
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
