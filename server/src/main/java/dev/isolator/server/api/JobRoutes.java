package dev.isolator.server.api;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.isolator.server.job.Areas;
import dev.isolator.server.job.Job;
import dev.isolator.server.job.JobIntake;
import dev.isolator.server.job.JobState;
import dev.isolator.server.job.QuotaException;
import dev.isolator.server.security.Caller;
import dev.isolator.server.security.RateLimit;
import dev.isolator.server.upload.Upload;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.UploadedFile;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Jobs: made, listed, looked at, cancelled, begun again, deleted.
final class JobRoutes {
  private static final Pattern IDEMPOTENCY_KEY = Pattern.compile("[A-Za-z0-9_-]{8,64}");

  /// Of a form, besides its file.
  private static final long FORM_BYTES = 1 << 16;

  private final Services services;
  private final Models models;
  private final JobAccess access;
  private final JobJson json;
  private final RateLimit uploads;
  private final SlowClients slow;

  JobRoutes(Services services, Models models, SlowClients slow) {
    this.slow = slow;
    this.services = services;
    this.models = models;
    this.access = new JobAccess(services.jobs());
    this.json = new JobJson(services.settings().jobLimits().keepMillis());
    this.uploads = new RateLimit(services.settings().access().uploadsPerMinute());
  }

  void addTo(RoutesConfig routes) {
    routes.post("/api/v1/jobs", this::create);
    routes.get("/api/v1/jobs", this::list);
    routes.get("/api/v1/jobs/{id}", ctx -> answer(ctx, access.job(ctx)));
    routes.delete("/api/v1/jobs/{id}", this::delete);
    routes.post("/api/v1/jobs/{id}/cancel", this::cancel);
    routes.post("/api/v1/jobs/{id}/retry", this::retry);
    routes.post("/api/v1/jobs/{id}/ticket", this::ticket);
  }

  private void answer(Context ctx, Job job) {
    Answers.json(ctx, json.job(job, services.queueView().snapshot()));
  }

  private void created(Context ctx, Job job) {
    ctx.status(201).header("Location", "/api/v1/jobs/" + job.id());
    answer(ctx, job);
  }

  private void create(Context ctx) throws Exception {
    Caller caller = Guard.caller(ctx);
    long wait =
        uploads.take(caller.isKnown() ? caller.owner() + caller.address() : caller.address());
    if (wait > 0) {
      throw Problem.later(
          ProblemKind.RATE_LIMITED, "Too many uploads; wait %d seconds.".formatted(wait), wait);
    }
    Optional<Job> before = services.intake().madeBefore(caller.owner(), idempotencyKey(ctx));
    if (before.isPresent()) {
      created(ctx, before.get());
      return;
    }
    switch (Answers.contentType(ctx)) {
      case "multipart/form-data" -> ofForm(ctx, caller);
      case "application/json" -> ofUpload(ctx, caller);
      default ->
          throw Problem.of(
              ProblemKind.UNSUPPORTED_MEDIA_TYPE,
              "Send the song as field file of multipart/form-data, or JSON that names an upload.");
    }
  }

  private static @Nullable String idempotencyKey(Context ctx) throws Problem {
    String key = ctx.header("Idempotency-Key");
    if (key != null && !IDEMPOTENCY_KEY.matcher(key).matches()) {
      throw Problem.invalid(
          "Idempotency-Key", "must be of 8 to 64 letters, digits, dashes and underscores");
    }
    return key;
  }

  private void ofForm(Context ctx, Caller caller) throws Exception {
    long most = services.settings().maxUploadBytes();
    long announced = ctx.req().getContentLengthLong();
    if (announced > most + FORM_BYTES) {
      throw Answers.tooLarge(most);
    }
    checkRoom(caller, Math.max(0, announced));
    UploadedFile file;
    try (var _ = slow.sending(ctx)) {
      file = Multipart.file(ctx, most);
    }
    var fields = JobFields.ofForm(ctx);
    JobIntake.Wish wish = fields.wish(models);
    try (InputStream song = file.content()) {
      make(ctx, caller, song, fields.name(file.filename()), wish);
    }
  }

  private void ofUpload(Context ctx, Caller caller) throws Exception {
    var fields = JobFields.ofJson(Answers.object(ctx));
    Upload upload =
        services.uploads().find(fields.upload(), caller.owner()).orElseThrow(Problem::notFound);
    if (!upload.isComplete()) {
      throw Problem.of(
          ProblemKind.UPLOAD_INCOMPLETE,
          "%d of %d bytes are there; send the rest first."
              .formatted(upload.position(), upload.length()));
    }
    JobIntake.Wish wish = fields.wish(models);
    try (InputStream song = services.storage().read(upload.key(), 0)) {
      make(ctx, caller, song, fields.name(upload.name()), wish);
    }
    services.uploads().delete(upload);
  }

  private void make(Context ctx, Caller caller, InputStream bytes, String name, JobIntake.Wish wish)
      throws Exception {
    try (var arrival = Arrival.of(services.storage(), bytes)) {
      if (arrival.bytes() == 0) {
        throw Problem.invalid("file", "must hold a song, but is empty");
      }
      var song =
          new JobIntake.Song(
              caller.owner(), name, arrival.file(), arrival.bytes(), arrival.sha256());
      created(ctx, services.intake().make(song, wish, idempotencyKey(ctx)));
    } catch (QuotaException e) {
      throw refused(e);
    }
  }

  private void checkRoom(Caller caller, long bytes) throws Problem, IOException {
    try {
      services.intake().checkRoom(caller.owner(), bytes);
    } catch (QuotaException e) {
      throw refused(e);
    }
  }

  static Problem refused(QuotaException e) {
    String message = String.valueOf(e.getMessage());
    return switch (e.quota()) {
      case QUEUE -> Problem.later(ProblemKind.QUEUE_FULL, message, 30);
      case BYTES -> Problem.later(ProblemKind.QUOTA_EXCEEDED, message, 60);
      case STORAGE -> Problem.of(ProblemKind.STORAGE_FULL, message);
    };
  }

  private void list(Context ctx) throws Problem {
    int limit = Answers.number(ctx, "limit", 1, 200, 50);
    String owner = Guard.caller(ctx).owner();
    Job before = null;
    String beforeId = ctx.queryParam("before");
    if (beforeId != null) {
      before =
          services
              .jobs()
              .find(beforeId)
              .filter(job -> job.owner().equals(owner))
              .orElseThrow(() -> Problem.invalid("before", "must be the id of one of your jobs"));
    }
    List<Job> jobs = services.jobs().list(owner, state(ctx), before, limit + 1);
    var queue = services.queueView().snapshot();
    var array = new JsonArray();
    jobs.stream().limit(limit).forEach(job -> array.add(json.job(job, queue)));
    var answer = new JsonObject();
    answer.add("jobs", array);
    if (jobs.size() > limit) {
      answer.addProperty("next", jobs.get(limit - 1).id());
    }
    Answers.json(ctx, answer);
  }

  private static @Nullable JobState state(Context ctx) throws Problem {
    String text = ctx.queryParam("state");
    if (text == null) {
      return null;
    }
    return Arrays.stream(JobState.values())
        .filter(state -> state.text().equals(text.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () -> Problem.invalid("state", "must be queued, running, done, failed or cancelled"));
  }

  private void delete(Context ctx) throws Exception {
    Job job = access.job(ctx);
    services.jobs().cancel(job.id(), System.currentTimeMillis());
    services.feedback().delete(job);
    services.removal().delete(services.jobs().find(job.id()).orElse(job));
    ctx.status(204);
  }

  private void cancel(Context ctx) throws Problem {
    Job job = access.job(ctx);
    services.jobs().cancel(job.id(), System.currentTimeMillis());
    answer(ctx, access.job(ctx));
  }

  private void retry(Context ctx) throws Exception {
    Job job = access.job(ctx);
    if (job.state() != JobState.FAILED && job.state() != JobState.CANCELLED) {
      throw Problem.of(
          ProblemKind.NOT_ENDED,
          "The job is %s; only failed and cancelled ones are begun again."
              .formatted(job.state().text()));
    }
    var input = Areas.input(job.id());
    if (services.storage().find(input).isEmpty()) {
      throw Problem.of(ProblemKind.INPUT_GONE, "The song was removed; upload it again.");
    }
    var wish = new JobIntake.Wish(job.options(), job.model());
    try (InputStream song = services.storage().read(input, 0)) {
      make(ctx, Guard.caller(ctx), song, job.name(), wish);
    }
  }

  private void ticket(Context ctx) throws Problem {
    var ticket = services.tickets().issue(access.job(ctx).id());
    var answer = new JsonObject();
    answer.addProperty("ticket", ticket.text());
    answer.addProperty("expiresAt", ticket.expires().toString());
    ctx.status(201);
    Answers.json(ctx, answer);
  }
}
