package dev.isolator.server.page;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/// The page without a server on a host that serves files and nothing else: what `npm run
/// build:static` lays into a folder, from the page in the repository and the built-in models.
final class StaticSite implements AutoCloseable {
  private static final Path PAGE = Path.of("../web/src/main/resources/page");
  private static final Path MODELS = Path.of("../models/src/main/resources/dev/isolator/models");
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html",
          "js", "text/javascript",
          "mjs", "text/javascript",
          "css", "text/css",
          "json", "application/json",
          "svg", "image/svg+xml",
          "woff2", "font/woff2",
          "webmanifest", "application/manifest+json");

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicLong served = new AtomicLong();

  private StaticSite(HttpServer server) {
    this.server = server;
    server.setExecutor(threads);
    server.createContext("/", this::send);
    server.start();
  }

  static StaticSite start() throws IOException {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    return new StaticSite(HttpServer.create(address, 0));
  }

  String address() {
    return "http://localhost:" + server.getAddress().getPort() + "/";
  }

  /// Bytes of files that were sent since the start.
  long served() {
    return served.get();
  }

  private void send(HttpExchange exchange) throws IOException {
    try (exchange) {
      var path = exchange.getRequestURI().getPath().substring(1);
      byte[] bytes = content(path.isEmpty() ? "static.html" : path);
      if (bytes.length == 0) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      var ending = path.isEmpty() ? "html" : path.substring(path.lastIndexOf('.') + 1);
      var headers = exchange.getResponseHeaders();
      headers.set("Content-Type", TYPES.getOrDefault(ending, "application/octet-stream"));
      headers.set("Cache-Control", "max-age=600");
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes);
      served.addAndGet(bytes.length);
    }
  }

  private static byte[] content(String path) throws IOException {
    if (path.equals("models/list.json")) {
      return list().getBytes(StandardCharsets.UTF_8);
    }
    if (path.equals("models/voice.json")) {
      return content("models/" + voice() + ".json");
    }
    var file =
        path.startsWith("models/")
            ? MODELS.resolve(path.substring("models/".length()))
            : PAGE.resolve(path);
    return Files.isRegularFile(file) ? Files.readAllBytes(file) : new byte[0];
  }

  /// The model that says where somebody sings: its card is `models/voice.json` too.
  private static String voice() throws IOException {
    return Files.readAllLines(MODELS.resolve("index.txt")).stream()
        .filter(name -> name.startsWith("voice-activity-"))
        .findFirst()
        .orElse("none");
  }

  /// What `plugins.ts` writes: what a server says of these models.
  private static String list() throws IOException {
    var models = new JsonArray();
    for (var name : List.of("studio-vocals-3", "live-vocals-3", "studio-4-3")) {
      var card =
          JsonParser.parseString(Files.readString(MODELS.resolve(name + ".json")))
              .getAsJsonObject();
      var model = new JsonObject();
      model.addProperty(
          "id", card.get("name").getAsString() + "@" + card.get("version").getAsString());
      for (var field : List.of("name", "version", "family", "stems", "parameters", "licence")) {
        model.add(field, card.get(field));
      }
      model.addProperty("default", models.isEmpty());
      model.add("metrics", new JsonArray());
      models.add(model);
    }
    var list = new JsonObject();
    list.add("models", models);
    return list.toString();
  }

  /// Nothing is answered from now on.
  void cutOff() {
    server.stop(0);
    threads.shutdownNow();
  }

  @Override
  public void close() {
    cutOff();
  }
}
