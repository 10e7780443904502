package dev.isolator.server.api;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.isolator.server.job.Job;
import dev.isolator.server.job.JobState;
import dev.isolator.server.job.JobSubmission;
import dev.isolator.server.job.QuotaException;
import dev.isolator.server.job.StorageLayout;
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

/// Creates, lists, shows, cancels, retries and deletes jobs.
final class JobRoutes {
  private static final Pattern IDEMPOTENCY_KEY = Pattern.compile("[A-Za-z0-9_-]{8,64}");

  /// Most bytes of a form besides its file.
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
    this.access = new JobAccess(services.jobs().store());
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
    JsonResponse.send(ctx, json.job(job, services.jobs().queueView().snapshot()));
  }

  private void created(Context ctx, Job job) {
    ctx.status(201).header("Location", "/api/v1/jobs/" + job.id());
    answer(ctx, job);
  }

  private void create(Context ctx) throws Exception {
    Caller caller = RequestFilter.caller(ctx);
    long wait =
        uploads.take(caller.isKnown() ? caller.owner() + caller.address() : caller.address());
    if (wait > 0) {
      throw Problem.later(
          ProblemKind.RATE_LIMITED,
          "Too many uploads; wait %d %s.".formatted(wait, wait == 1 ? "second" : "seconds"),
          wait);
    }
    Optional<Job> before =
        services.jobs().submission().submittedBefore(caller.owner(), idempotencyKey(ctx));
    if (before.isPresent()) {
      created(ctx, before.get());
      return;
    }
    switch (RequestReader.contentType(ctx)) {
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
    long maxBytes = services.settings().maxUploadBytes();
    long announced = ctx.req().getContentLengthLong();
    if (announced > maxBytes + FORM_BYTES) {
      throw Problem.tooLarge(maxBytes);
    }
    checkQuotas(caller, Math.max(0, announced));
    UploadedFile file;
    try (var _ = slow.sending(ctx)) {
      file = Multipart.file(ctx, maxBytes);
    }
    var fields = JobFields.ofForm(ctx);
    JobFields.Wanted wanted = fields.wanted(models);
    try (InputStream song = file.content()) {
      submit(ctx, caller, song, fields.name(file.filename()), wanted);
    }
  }

  private void ofUpload(Context ctx, Caller caller) throws Exception {
    var fields = JobFields.ofJson(RequestReader.jsonObject(ctx));
    Upload upload =
        services.uploads().find(fields.upload(), caller.owner()).orElseThrow(Problem::notFound);
    if (!upload.isComplete()) {
      throw Problem.of(
          ProblemKind.UPLOAD_INCOMPLETE,
          "%d of %d bytes are there; send the rest first."
              .formatted(upload.position(), upload.length()));
    }
    JobFields.Wanted wanted = fields.wanted(models);
    try (InputStream song = services.storage().read(upload.key(), 0)) {
      submit(ctx, caller, song, fields.name(upload.name()), wanted);
    }
    services.uploads().delete(upload);
  }

  private void submit(
      Context ctx, Caller caller, InputStream bytes, String name, JobFields.Wanted wanted)
      throws Exception {
    try (var copy = HashedCopy.of(services.storage(), bytes)) {
      if (copy.bytes() == 0) {
        throw Problem.invalid("file", "must hold a song, but is empty");
      }
      var song =
          new JobSubmission.UploadedSong(
              caller.owner(), name, copy.file(), copy.bytes(), copy.sha256());
      created(
          ctx,
          services
              .jobs()
              .submission()
              .submit(song, wanted.request(), wanted.model(), idempotencyKey(ctx)));
    } catch (QuotaException e) {
      throw refused(e);
    }
  }

  private void checkQuotas(Caller caller, long bytes) throws Problem, IOException {
    try {
      services.jobs().submission().checkQuotas(caller.owner(), bytes);
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
    int limit = RequestReader.wholeNumber(ctx, "limit", 1, 200, 50);
    String owner = RequestFilter.caller(ctx).owner();
    Job before = null;
    String beforeId = ctx.queryParam("before");
    if (beforeId != null) {
      before =
          services
              .jobs()
              .store()
              .find(beforeId)
              .filter(job -> job.owner().equals(owner))
              .orElseThrow(() -> Problem.invalid("before", "must be the id of one of your jobs"));
    }
    List<Job> jobs = services.jobs().store().list(owner, state(ctx), before, limit + 1);
    var queue = services.jobs().queueView().snapshot();
    var array = new JsonArray();
    jobs.stream().limit(limit).forEach(job -> array.add(json.job(job, queue)));
    var answer = new JsonObject();
    answer.add("jobs", array);
    if (jobs.size() > limit) {
      answer.addProperty("next", jobs.get(limit - 1).id());
    }
    JsonResponse.send(ctx, answer);
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
    services.jobs().store().cancel(job.id(), System.currentTimeMillis());
    services.feedback().delete(job);
    services.jobs().removal().delete(services.jobs().store().find(job.id()).orElse(job));
    ctx.status(204);
  }

  private void cancel(Context ctx) throws Problem {
    Job job = access.job(ctx);
    services.jobs().store().cancel(job.id(), System.currentTimeMillis());
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
    var input = StorageLayout.input(job.id());
    if (services.storage().find(input).isEmpty()) {
      throw Problem.of(ProblemKind.INPUT_GONE, "The song was removed; upload it again.");
    }
    var wanted = new JobFields.Wanted(job.work().request(), job.work().model());
    try (InputStream song = services.storage().read(input, 0)) {
      submit(ctx, RequestFilter.caller(ctx), song, job.name(), wanted);
    }
  }

  private void ticket(Context ctx) throws Problem {
    var ticket = services.tickets().issue(access.job(ctx).id());
    var answer = new JsonObject();
    answer.addProperty("ticket", ticket.text());
    answer.addProperty("expiresAt", ticket.expires().toString());
    ctx.status(201);
    JsonResponse.send(ctx, answer);
  }
}
