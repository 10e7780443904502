package dev.isolator.server.api;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.isolator.model.ModelAliases.Target;
import dev.isolator.model.ModelException;
import dev.isolator.server.learning.LearningAliases;
import dev.isolator.server.learning.LearningCurves;
import dev.isolator.server.learning.LearningCycle;
import dev.isolator.server.learning.LearningCycleRow;
import dev.isolator.server.learning.LearningSchedule;
import dev.isolator.server.learning.LearningState;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The learning loop for curators: its state, runs, the gate's reports, promotion, versions of the
/// data and history.
final class LearningRoutes {
  private static final List<String> UNTIL = List.of("collect", "gate");

  private final Services services;
  private final Models models;
  private final Curators curators;
  private final LearningCycle cycle;

  LearningRoutes(Services services, Models models) {
    this.services = services;
    this.models = models;
    this.curators = new Curators(services.keys());
    this.cycle = services.learning().cycle();
  }

  void addTo(RouteTable routes) {
    routes.get("/api/v1/learning", curators.only(ctx -> JsonResponse.send(ctx, state())));
    routes.get("/api/v1/learning/runs", curators.only(this::runs));
    routes.add(HandlerType.POST, "/api/v1/learning/runs", curators.only(this::start));
    routes.get("/api/v1/learning/runs/{run}", curators.only(ctx -> send(ctx, run(ctx))));
    routes.add(HandlerType.POST, "/api/v1/learning/runs/{run}/stop", curators.only(this::stop));
    routes.get("/api/v1/learning/runs/{run}/curves", curators.only(this::curves));
    routes.get("/api/v1/learning/runs/{run}/gate", curators.only(this::gate));
    routes.get("/api/v1/learning/runs/{run}/gate.html", curators.only(this::gatePage));
    routes.add(
        HandlerType.POST, "/api/v1/learning/runs/{run}/promote", curators.only(this::promote));
    routes.add(HandlerType.POST, "/api/v1/learning/rollback", curators.only(this::rollback));
    routes.get(
        "/api/v1/learning/data",
        curators.only(
            ctx -> JsonResponse.send(ctx, LearningJson.versions(cycle.parts().data().list()))));
    routes.get("/api/v1/learning/history", curators.only(this::history));
  }

  private JsonObject state() throws ModelException, IOException {
    var json = new JsonObject();
    String missing = cycle.options().missing();
    json.addProperty("on", missing.isEmpty());
    if (!missing.isEmpty()) {
      json.addProperty("why", missing);
    }
    LearningAliases aliases = cycle.parts().aliases();
    json.add("live", LearningJson.model(models.inUse()));
    Optional<Target> candidate = aliases.candidate();
    candidate.ifPresent(target -> json.add("candidate", LearningJson.model(target)));
    candidate.flatMap(this::runOf).ifPresent(row -> json.addProperty("candidateRun", row.id()));
    aliases.previous().ifPresent(target -> json.add("previous", LearningJson.model(target)));
    var underWay = cycle.parts().runs().underWay();
    if (underWay.isPresent()) {
      json.add("running", json(underWay.get()));
    }
    var options = cycle.options();
    var planned = new LearningSchedule(cycle);
    var schedule = new JsonObject();
    schedule.addProperty("everyHours", options.every().toHours());
    schedule.addProperty("minHours", options.minHours());
    schedule.addProperty("newHours", JobJson.rounded(planned.newHours(), 1000));
    planned.next().ifPresent(next -> schedule.addProperty("nextAt", JobJson.time(next)));
    schedule.addProperty("promotes", options.promotes());
    json.add("schedule", schedule);
    return json;
  }

  private Optional<LearningCycleRow> runOf(Target target) {
    return cycle.parts().runs().list(1000).stream()
        .filter(row -> target.sha256().equals(row.made().modelSha256()))
        .findFirst();
  }

  private LearningCycleRow run(Context ctx) throws Problem {
    return cycle.parts().runs().find(ctx.pathParam("run")).orElseThrow(Problem::notFound);
  }

  private void send(Context ctx, LearningCycleRow row) throws ModelException, IOException {
    JsonResponse.send(ctx, json(row));
  }

  private JsonObject json(LearningCycleRow row) throws ModelException, IOException {
    double progress = Double.NaN;
    Path folder = folder(row);
    if (row.state() == LearningState.TRAINING && folder != null) {
      progress = new LearningCurves(folder).seconds() / (60 * minutes(folder));
    }
    return LearningJson.run(row, Optional.of(models.inUse()), progress);
  }

  /// The budget of a run; NaN where it is counted in steps.
  private static double minutes(Path folder) throws IOException {
    Path file = folder.resolve("run.json");
    if (!Files.isRegularFile(file)) {
      return Double.NaN;
    }
    JsonObject json = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
    double minutes = json.getAsJsonObject("settings").get("minutes").getAsDouble();
    return minutes > 0 ? minutes : Double.NaN;
  }

  /// The run's folder; of one that trains the newest; null where there is none yet.
  private @Nullable Path folder(LearningCycleRow row) throws IOException {
    Path runs = cycle.options().folder().resolve("runs");
    if (row.made().run() != null) {
      return runs.resolve(row.made().run());
    }
    if (row.state() != LearningState.TRAINING || !Files.isDirectory(runs)) {
      return null;
    }
    Path newest = null;
    int most = 0;
    try (var folders = Files.list(runs)) {
      for (Path folder : folders.toList()) {
        String name = String.valueOf(folder.getFileName());
        if (name.matches("r[1-9][0-9]{0,8}") && Integer.parseInt(name.substring(1)) > most) {
          most = Integer.parseInt(name.substring(1));
          newest = folder;
        }
      }
    }
    return newest;
  }

  private void runs(Context ctx) throws Problem, ModelException, IOException {
    var list = new JsonArray();
    for (var row : cycle.parts().runs().list(RequestReader.wholeNumber(ctx, "limit", 1, 200, 50))) {
      list.add(json(row));
    }
    var json = new JsonObject();
    json.add("runs", list);
    JsonResponse.send(ctx, json);
  }

  private void start(Context ctx) throws Problem, ModelException, IOException {
    JsonObject body = RequestReader.jsonObject(ctx);
    for (String field : body.keySet()) {
      if (!field.equals("until") && !field.equals("minutes")) {
        throw Problem.invalid(field, "is no field of a run");
      }
    }
    JsonElement until = body.get("until");
    String stage = until == null ? "gate" : until.isJsonPrimitive() ? until.getAsString() : "";
    if (!UNTIL.contains(stage)) {
      throw Problem.invalid("until", "must be collect or gate");
    }
    Double minutes = minutes(body);
    requireOn();
    var added = cycle.parts().runs().add(stage, minutes, curators.who(ctx));
    if (added.isEmpty()) {
      throw Problem.of(
          ProblemKind.RUN_UNDER_WAY, "A run is under way already; wait for it, or stop it.");
    }
    services.learning().queue().add(added.get().id());
    ctx.status(201).header("Location", "/api/v1/learning/runs/" + added.get().id());
    send(ctx, added.get());
  }

  private static @Nullable Double minutes(JsonObject body) throws Problem {
    JsonElement minutes = body.get("minutes");
    if (minutes == null || minutes.isJsonNull()) {
      return null;
    }
    double value =
        minutes.isJsonPrimitive() && minutes.getAsJsonPrimitive().isNumber()
            ? minutes.getAsDouble()
            : Double.NaN;
    if (!(value > 0 && value <= 100_000)) {
      throw Problem.invalid("minutes", "must be more than 0 and at most 100000");
    }
    return value;
  }

  private void requireOn() throws Problem {
    String missing = cycle.options().missing();
    if (!missing.isEmpty()) {
      throw Problem.of(ProblemKind.LEARNING_OFF, missing);
    }
  }

  private void stop(Context ctx) throws Problem, ModelException, IOException {
    LearningCycleRow row = run(ctx);
    if (!cycle.parts().runs().stop(row.id())) {
      throw Problem.of(
          ProblemKind.RUN_ENDED, "The run has ended; it is %s.".formatted(row.state().text()));
    }
    send(ctx, run(ctx));
  }

  private void curves(Context ctx) throws Problem, IOException {
    Path folder = folder(run(ctx));
    JsonResponse.send(ctx, new LearningCurves(folder == null ? Path.of("nowhere") : folder).json());
  }

  private void gate(Context ctx) throws Problem {
    String report = run(ctx).made().report();
    if (report == null) {
      throw Problem.of(ProblemKind.NOT_FOUND, "The run was not judged yet.");
    }
    JsonResponse.send(ctx, LearningJson.report(report));
  }

  private void gatePage(Context ctx) throws Problem, IOException {
    LearningCycleRow row = run(ctx);
    Path folder = folder(row);
    if (row.made().report() == null || folder == null) {
      throw Problem.of(ProblemKind.NOT_FOUND, "The run was not judged yet.");
    }
    Path page = folder.resolve("gate.html");
    if (!Files.isRegularFile(page)) {
      throw Problem.notFound();
    }
    // Its own style is inline; nothing else may be loaded or run.
    ctx.header(
        "Content-Security-Policy",
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
    ctx.contentType("text/html; charset=utf-8").result(Files.readString(page));
  }

  private void promote(Context ctx) throws Problem, ModelException, IOException {
    LearningCycleRow row = run(ctx);
    if (row.state() != LearningState.PASSED) {
      throw Problem.of(
          ProblemKind.NOT_PASSED,
          row.state() == LearningState.REFUSED
              ? "The gate refused this model; its report says why."
              : "The run is %s; only what passed the gate can be promoted."
                  .formatted(row.state().text()));
    }
    switch (cycle.promote(row, curators.who(ctx))) {
      case IN_USE -> JsonResponse.send(ctx, state());
      case OUTDATED ->
          throw Problem.of(
              ProblemKind.OUTDATED,
              "This model was compared with %s, which is not in use any more; begin a new run."
                  .formatted(row.made().base()));
    }
  }

  private void rollback(Context ctx) throws Problem, ModelException, IOException {
    JsonObject body = RequestReader.jsonObject(ctx);
    JsonElement from = body.get("from");
    if (body.size() != 1 || from == null || !from.isJsonPrimitive()) {
      throw Problem.invalid("from", "must name the model to take back, and nothing else be there");
    }
    if (!services.learning().rollback(from.getAsString(), curators.who(ctx))) {
      throw Problem.of(
          ProblemKind.NO_PREVIOUS,
          "Nothing was promoted since the last time, so there is nothing to go back to.");
    }
    JsonResponse.send(ctx, state());
  }

  private void history(Context ctx) throws Problem {
    int limit = RequestReader.wholeNumber(ctx, "limit", 1, 200, 50);
    int before = RequestReader.wholeNumber(ctx, "before", 1, 999_999_999, 999_999_999);
    JsonResponse.send(ctx, LearningJson.history(cycle.parts().audit().list((long) before, limit)));
  }
}
