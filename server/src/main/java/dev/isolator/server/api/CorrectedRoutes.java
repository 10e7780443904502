package dev.isolator.server.api;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.isolator.server.job.Job;
import dev.isolator.server.learning.CorrectedStems;
import dev.isolator.server.upload.Upload;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.io.IOException;

/// Corrected stems of a job's song, out of finished uploads.
final class CorrectedRoutes {
  private static final int MOST_LICENCE_CHARS = 200;

  private final Services services;
  private final JobAccess access;
  private final CorrectedStems stems;

  CorrectedRoutes(Services services) {
    this.services = services;
    this.access = new JobAccess(services.jobs().store());
    this.stems = services.learning().cycle().parts().corrected();
  }

  void addTo(RouteTable routes) {
    routes.get("/api/v1/jobs/{id}/corrected", ctx -> send(ctx, access.job(ctx)));
    routes.add(HandlerType.PUT, "/api/v1/jobs/{id}/corrected/{stem}", this::put);
    routes.add(HandlerType.DELETE, "/api/v1/jobs/{id}/corrected/{stem}", this::delete);
  }

  private void send(Context ctx, Job job) {
    JsonResponse.send(ctx, LearningJson.corrected(stems.of(job.id())));
  }

  private static String stem(Context ctx) throws Problem {
    String stem = ctx.pathParam("stem");
    if (!CorrectedStems.NAMES.contains(stem)) {
      throw Problem.notFound();
    }
    return stem;
  }

  private void put(Context ctx) throws Problem, IOException {
    Job job = access.doneJob(ctx);
    String stem = stem(ctx);
    JsonObject body = RequestReader.jsonObject(ctx);
    String licence = text(body, "licence");
    if (licence.isBlank() || licence.length() > MOST_LICENCE_CHARS) {
      throw Problem.invalid(
          "licence", "must be of 1 to 200 characters, such as CC0-1.0 or own work");
    }
    boolean consented =
        services.feedback().find(job.id()).map(f -> f.content().consent()).orElse(false);
    if (!consented) {
      throw Problem.of(
          ProblemKind.NO_CONSENT,
          "Give feedback with consent first: without it nothing may be learnt from this song.");
    }
    Upload upload =
        services
            .uploads()
            .find(text(body, "upload"), RequestFilter.caller(ctx).owner())
            .orElseThrow(() -> Problem.invalid("upload", "must be the id of a finished upload"));
    if (!upload.isComplete()) {
      throw Problem.of(
          ProblemKind.UPLOAD_INCOMPLETE, "The upload is not complete; send the rest of it first.");
    }
    stems.put(job, stem, licence.strip(), upload);
    services.uploads().delete(upload);
    send(ctx, job);
  }

  private static String text(JsonObject body, String field) {
    JsonElement value = body.get(field);
    return value != null && value.isJsonPrimitive() ? value.getAsString() : "";
  }

  private void delete(Context ctx) throws Problem, IOException {
    if (!stems.delete(access.job(ctx).id(), stem(ctx))) {
      throw Problem.notFound();
    }
    ctx.status(204);
  }
}
