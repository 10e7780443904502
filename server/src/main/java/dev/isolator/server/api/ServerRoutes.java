package dev.isolator.server.api;

import com.google.gson.JsonObject;
import dev.isolator.model.ModelException;
import dev.isolator.server.request.StemFormat;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jdbi.v3.core.JdbiException;

/// The server's models, limits, health, metrics and description.
final class ServerRoutes {
  private static final String OK = "ok";

  private final Services services;
  private final Models models;
  private final Metrics metrics;
  private volatile boolean closing;

  ServerRoutes(Services services, Models models, Metrics metrics) {
    this.services = services;
    this.models = models;
    this.metrics = metrics;
  }

  void addTo(RouteTable routes) {
    routes.get(
        "/api/v1/models",
        ctx -> JsonResponse.send(ctx, models.json(services.jobs().store().speeds())));
    routes.get("/api/v1/limits", this::limits);
    routes.get("/api/v1/health", this::ready);
    routes.get("/api/v1/health/ready", this::ready);
    routes.get("/api/v1/health/live", ctx -> JsonResponse.send(ctx, health(true)));
    routes.get(
        "/api/v1/metrics",
        ctx -> ctx.contentType("text/plain; version=0.0.4").result(metrics.scrape()));
    routes.get("/api/v1/openapi.yaml", this::openApi);
  }

  /// Makes the server report that it is not ready.
  void close() {
    closing = true;
  }

  private void limits(Context ctx) {
    var settings = services.settings();
    var json = new JsonObject();
    json.addProperty("keyNeeded", settings.needsKeys());
    json.addProperty("curator", RequestFilter.caller(ctx).isCurator());
    json.addProperty("maxUploadBytes", settings.maxUploadBytes());
    json.addProperty("maxSeconds", settings.jobLimits().maxSeconds());
    json.addProperty("maxChannels", settings.jobLimits().maxChannels());
    json.addProperty("maxQueuedJobs", settings.jobLimits().maxWaitingPerOwner());
    json.addProperty("keepSeconds", settings.jobLimits().keepMillis() / 1000);
    json.add("formats", JobJson.strings(StemFormat.texts()));
    JsonResponse.send(ctx, json);
  }

  private static JsonObject health(boolean up) {
    var json = new JsonObject();
    json.addProperty("status", up ? "up" : "down");
    json.addProperty(
        "version",
        Objects.requireNonNullElse(
            ServerRoutes.class.getPackage().getImplementationVersion(), "development"));
    return json;
  }

  private void ready(Context ctx) {
    var checks = checks();
    boolean up = checks.values().stream().allMatch(OK::equals);
    var json = health(up);
    var details = new JsonObject();
    checks.forEach(details::addProperty);
    json.add("checks", details);
    ctx.status(up ? 200 : 503);
    JsonResponse.send(ctx, json);
  }

  private Map<String, String> checks() {
    var checks = new LinkedHashMap<String, String>();
    checks.put("database", database());
    checks.put("storage", storage());
    checks.put(
        "scheduler",
        closing
            ? "the server is shutting down"
            : services.jobs().queue().isRunning() ? OK : "not running");
    checks.put("models", model());
    return checks;
  }

  private String database() {
    try {
      services.database().jdbi().useHandle(h -> h.execute("SELECT 1"));
      return OK;
    } catch (JdbiException e) {
      return "does not answer";
    }
  }

  private String storage() {
    try {
      return services.storage().freeBytes() > services.settings().jobLimits().minFreeBytes()
          ? OK
          : "is full";
    } catch (IOException e) {
      return "does not answer";
    }
  }

  private String model() {
    try {
      return models.list().isEmpty() ? "there is none" : OK;
    } catch (ModelException e) {
      return "cannot be read";
    }
  }

  private void openApi(Context ctx) {
    var file =
        Objects.requireNonNull(
            ServerRoutes.class.getResourceAsStream("/dev/isolator/server/openapi.yaml"));
    ctx.contentType("application/yaml").result(file);
  }
}
