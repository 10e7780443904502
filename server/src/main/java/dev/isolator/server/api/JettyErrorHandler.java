package dev.isolator.server.api;

import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/// Answers requests that Jetty refuses before any route sees them (no HTTP, headers too large) with
/// problem details, too, and repeats nothing of what was sent.
final class JettyErrorHandler extends ErrorHandler {
  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    int status = response.getStatus();
    var headers = response.getHeaders();
    headers.put("Content-Security-Policy", RequestFilter.CONTENT_SECURITY_POLICY);
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
