package dev.isolator.server.api;

import dev.isolator.server.security.ApiKeys;
import dev.isolator.server.security.Caller;
import io.javalin.http.Context;
import io.javalin.http.Handler;

/// Lets only those through who may curate: keys with that right; where no keys are needed,
/// everybody.
///
/// @param keys by which their holders are named
record Curators(ApiKeys keys) {

  /// A handler behind the right.
  Handler only(Handler handler) {
    return ctx -> {
      if (!RequestFilter.caller(ctx).isCurator()) {
        throw Problem.of(
            ProblemKind.NOT_CURATOR,
            "This key may not curate; the server's owner can make one that may.");
      }
      handler.handle(ctx);
    };
  }

  /// The caller as the history names him: the key's name and ID, or `local`.
  String who(Context ctx) {
    Caller caller = RequestFilter.caller(ctx);
    String id = caller.owner().replaceFirst("^key:", "");
    String name = keys.name(id).orElse("");
    String who = name.isEmpty() ? caller.owner() : "%s (%s)".formatted(name, id);
    return who.length() <= 80
        ? who
        : name.substring(0, 60) + "… (" + id.substring(0, Math.min(16, id.length())) + ")";
  }
}
