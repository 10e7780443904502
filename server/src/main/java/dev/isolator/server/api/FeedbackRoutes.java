package dev.isolator.server.api;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.isolator.server.feedback.Feedback;
import dev.isolator.server.feedback.FeedbackContent;
import dev.isolator.server.job.Job;
import dev.isolator.server.worker.SeparatedSong;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Stores, shows and removes the feedback on a job.
final class FeedbackRoutes {
  private static final Set<String> FIELDS = Set.of("stems", "regions", "consent", "comment");
  private static final Set<String> REGION_FIELDS = Set.of("kind", "startSeconds", "endSeconds");
  private static final Gson GSON = new Gson();
  private static final int MAX_REGIONS = 500;
  private static final int MAX_COMMENT_CHARS = 2000;

  private final Services services;
  private final JobAccess access;

  FeedbackRoutes(Services services) {
    this.services = services;
    this.access = new JobAccess(services.jobs().store());
  }

  void addTo(RouteTable routes) {
    routes.get("/api/v1/jobs/{id}/feedback", this::get);
    routes.add(HandlerType.PUT, "/api/v1/jobs/{id}/feedback", this::put);
    routes.add(HandlerType.DELETE, "/api/v1/jobs/{id}/feedback", this::delete);
  }

  private void get(Context ctx) throws Problem {
    Job job = access.job(ctx);
    JsonResponse.send(ctx, json(services.feedback().find(job.id()).orElseThrow(Problem::notFound)));
  }

  private void put(Context ctx) throws Problem, IOException {
    Job job = access.doneJob(ctx);
    var content = content(RequestReader.jsonObject(ctx), job.doneResult().song());
    JsonResponse.send(ctx, json(services.feedback().put(job, content)));
  }

  private void delete(Context ctx) throws Problem, IOException {
    if (!services.feedback().delete(access.job(ctx))) {
      throw Problem.notFound();
    }
    ctx.status(204);
  }

  private static FeedbackContent content(JsonObject json, SeparatedSong song) throws Problem {
    for (String field : json.keySet()) {
      if (!FIELDS.contains(field)) {
        throw Problem.invalid(field, "is no field of feedback");
      }
    }
    JsonElement consent = json.get("consent");
    if (consent == null || !isBoolean(consent)) {
      throw Problem.invalid("consent", "must be true or false");
    }
    return new FeedbackContent(
        verdicts(json.get("stems"), song),
        regions(json.get("regions"), song.seconds(), MAX_REGIONS),
        consent.getAsBoolean(),
        comment(json.get("comment")));
  }

  private static boolean isBoolean(JsonElement json) {
    return json.isJsonPrimitive() && json.getAsJsonPrimitive().isBoolean();
  }

  private static Map<String, String> verdicts(@Nullable JsonElement json, SeparatedSong song)
      throws Problem {
    if (json == null || !json.isJsonObject()) {
      throw Problem.invalid("stems", "must be an object, stem to verdict");
    }
    var stems = song.stems().stream().map(SeparatedSong.StemSummary::name).toList();
    var verdicts = new LinkedHashMap<String, String>();
    for (var entry : json.getAsJsonObject().entrySet()) {
      if (!stems.contains(entry.getKey())) {
        throw Problem.invalid("stems", "must name stems of the job, " + String.join(", ", stems));
      }
      String verdict = text(entry.getValue());
      if (!FeedbackContent.VERDICTS.contains(verdict)) {
        throw Problem.invalid("stems." + entry.getKey(), "must be good or not-good");
      }
      verdicts.put(entry.getKey(), verdict);
    }
    return verdicts;
  }

  private static String text(@Nullable JsonElement json) {
    return json != null && json.isJsonPrimitive() ? json.getAsString() : "";
  }

  /// Regions with faults.
  ///
  /// @param songSeconds length of the song
  /// @param most regions
  static List<FeedbackContent.Region> regions(
      @Nullable JsonElement json, double songSeconds, int most) throws Problem {
    if (json == null || !json.isJsonArray() || json.getAsJsonArray().size() > most) {
      throw Problem.invalid("regions", "must be a list of at most %d".formatted(most));
    }
    var regions = new ArrayList<FeedbackContent.Region>();
    for (JsonElement item : json.getAsJsonArray()) {
      regions.add(region(item, "regions[%d]".formatted(regions.size()), songSeconds));
    }
    return regions;
  }

  private static FeedbackContent.Region region(JsonElement json, String field, double songSeconds)
      throws Problem {
    if (!json.isJsonObject() || !REGION_FIELDS.equals(json.getAsJsonObject().keySet())) {
      throw Problem.invalid(field, "must have kind, startSeconds and endSeconds");
    }
    var object = json.getAsJsonObject();
    String kind = text(object.get("kind"));
    if (!FeedbackContent.KINDS.contains(kind)) {
      throw Problem.invalid(field + ".kind", "must be voice-missed, music-leaked or no-voice");
    }
    double start = seconds(object.get("startSeconds"));
    double end = seconds(object.get("endSeconds"));
    if (!(start >= 0 && end > start && end <= songSeconds + 0.01)) { // the page rounds times
      throw Problem.invalid(
          field,
          "must lie in the song, 0 to %.3f seconds, and end after it starts"
              .formatted(songSeconds));
    }
    return new FeedbackContent.Region(kind, start, end);
  }

  private static double seconds(@Nullable JsonElement json) {
    return json != null && json.isJsonPrimitive() && json.getAsJsonPrimitive().isNumber()
        ? json.getAsDouble()
        : Double.NaN;
  }

  /// A comment; missing where there is none.
  static @Nullable String comment(@Nullable JsonElement json) throws Problem {
    if (json == null || json.isJsonNull()) {
      return null;
    }
    String comment = text(json);
    if (comment.length() > MAX_COMMENT_CHARS) {
      throw Problem.invalid("comment", "must be of 2000 characters at most");
    }
    return comment.isBlank() ? null : comment;
  }

  private static JsonObject json(Feedback feedback) {
    var json = GSON.toJsonTree(feedback.content()).getAsJsonObject();
    json.addProperty("job", feedback.job());
    json.add("model", JobJson.model(feedback.model()));
    json.addProperty("audioSha256", feedback.audioSha256());
    json.addProperty("createdAt", JobJson.time(feedback.created()));
    json.addProperty("updatedAt", JobJson.time(feedback.updated()));
    return json;
  }
}
