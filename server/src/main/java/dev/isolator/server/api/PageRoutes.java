package dev.isolator.server.api;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Serves the page from the class path (`page/`, of module web), and below `/models/` the built-in
/// models with their cards, which the page runs in the browser; `/models/voice.json` is the card of
/// the one that says where somebody sings, whatever its version. Addresses without an extension are
/// routes of the page itself and get its `index.html`.
final class PageRoutes {
  /// Names of files as the build makes them. No part begins with a dot, so no name leads to a
  /// parent folder.
  private static final Pattern FILE =
      Pattern.compile(
          "/(?:[A-Za-z0-9_-][A-Za-z0-9_.-]*/)*([A-Za-z0-9_-][A-Za-z0-9_.-]*[.][a-z0-9]+)");

  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("html", "text/html; charset=utf-8"),
          Map.entry("js", "text/javascript; charset=utf-8"),
          Map.entry("mjs", "text/javascript; charset=utf-8"),
          Map.entry("css", "text/css; charset=utf-8"),
          Map.entry("json", "application/json"),
          Map.entry("webmanifest", "application/manifest+json"),
          Map.entry("svg", "image/svg+xml"),
          Map.entry("png", "image/png"),
          Map.entry("ico", "image/x-icon"),
          Map.entry("webp", "image/webp"),
          Map.entry("woff2", "font/woff2"),
          Map.entry("txt", "text/plain; charset=utf-8"),
          Map.entry("wasm", "application/wasm"),
          Map.entry("gz", "application/gzip"),
          Map.entry("onnx", "application/octet-stream"));

  /// The page for hosts of files, which has no business here.
  private static final String WITHOUT_SERVER = "/static.html";

  private static final Pattern MODEL =
      Pattern.compile("/models/([a-z0-9-]+(?:[.](?:stream|int8))?[.](?:onnx|json))");
  private static final String MODELS = "/dev/isolator/models/";

  private static final String VOICE = "/models/voice.json";

  private final RouteTable routes;
  private final Models models;

  PageRoutes(RouteTable routes, Models models) {
    this.routes = routes;
    this.models = models;
  }

  /// To be called last: the page takes every address that no other route has.
  void add() {
    routes.get("/", ctx -> send(ctx, "/index.html"));
    routes.get("/<path>", this::file);
  }

  private void file(Context ctx) throws Problem, IOException {
    String path = ctx.path();
    if (RouteTable.isOfInterface(ctx)) {
      throw routes.unrouted(ctx);
    }
    var model = MODEL.matcher(path);
    if (path.equals(VOICE)) {
      var card = models.builtInVoice().orElseThrow(Problem::notFound);
      send(ctx, path, MODELS + card.name() + "-" + card.version() + ".json", false);
    } else if (model.matches()) {
      send(ctx, path, MODELS + model.group(1), ctx.queryString() != null);
    } else if (FILE.matcher(path).matches() && !path.equals(WITHOUT_SERVER)) {
      send(ctx, path);
    } else if (path.contains(".")) {
      throw Problem.notFound();
    } else {
      send(ctx, "/index.html");
    }
  }

  private static void send(Context ctx, String path) throws Problem, IOException {
    send(ctx, path, "/page" + path, path.startsWith("/assets/"));
  }

  /// @param constant whether the address has a hash of the content in it
  private static void send(Context ctx, String path, String name, boolean constant)
      throws Problem, IOException {
    String ending = path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    byte[] bytes = TYPES.containsKey(ending) ? resource(name) : null;
    if (bytes == null) {
      throw path.equals("/index.html")
          ? Problem.of(
              ProblemKind.NOT_FOUND,
              "This server was built without its page; the interface is below /api/v1.")
          : Problem.notFound();
    }
    ctx.header("Cache-Control", constant ? "public, max-age=31536000, immutable" : "no-cache");
    ctx.contentType(Objects.requireNonNull(TYPES.get(ending))).result(bytes);
  }

  private static byte @Nullable [] resource(String name) throws IOException {
    try (InputStream in = PageRoutes.class.getResourceAsStream(name)) {
      return in == null ? null : in.readAllBytes();
    }
  }
}
