package dev.isolator.server.api;

import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/// What Jetty refuses before it is a request that we see (no HTTP, headers too large): a problem as
/// well, and nothing of what was sent in it.
final class BareErrors extends ErrorHandler {
  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    int status = response.getStatus();
    var headers = response.getHeaders();
    headers.put("Content-Security-Policy", Guard.CONTENT_SECURITY_POLICY);
    headers.put("X-Content-Type-Options", "nosniff");
    headers.put("X-Frame-Options", "DENY");
    headers.put("Referrer-Policy", "no-referrer");
    headers.put("Cross-Origin-Resource-Policy", "same-origin");
    headers.put(HttpHeader.CACHE_CONTROL, "no-store");
    headers.put(HttpHeader.CONTENT_TYPE, "application/problem+json");
    String body =
        "{\"type\":\"urn:isolator:problem:invalid-request\",\"title\":\"The request is wrong\",\"status\":%d}"
            .formatted(status);
    response.write(true, StandardCharsets.UTF_8.encode(body), callback);
    return true;
  }
}
