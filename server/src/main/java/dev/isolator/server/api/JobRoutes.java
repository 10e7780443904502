package dev.isolator.server.api;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.isolator.audio.Counted;
import dev.isolator.file.Sha256;
import dev.isolator.server.job.IdempotencyKey;
import dev.isolator.server.job.Job;
import dev.isolator.server.job.JobState;
import dev.isolator.server.job.JobSubmission;
import dev.isolator.server.job.KeyReusedException;
import dev.isolator.server.job.QuotaException;
import dev.isolator.server.job.StorageLayout;
import dev.isolator.server.security.Caller;
import dev.isolator.server.security.RateLimit;
import dev.isolator.server.upload.Upload;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.UploadedFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Creates, lists, shows, cancels, repeats and deletes jobs.
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

  void addTo(RouteTable routes) {
    routes.add(HandlerType.POST, "/api/v1/jobs", this::create);
    routes.get("/api/v1/jobs", this::list);
    routes.get("/api/v1/jobs/{id}", ctx -> answer(ctx, access.job(ctx)));
    routes.add(HandlerType.PATCH, "/api/v1/jobs/{id}", this::rename);
    routes.add(HandlerType.DELETE, "/api/v1/jobs/{id}", this::delete);
    routes.add(HandlerType.POST, "/api/v1/jobs/{id}/cancel", this::cancel);
    routes.add(HandlerType.POST, "/api/v1/jobs/{id}/retry", this::retry);
    routes.add(HandlerType.POST, "/api/v1/jobs/{id}/again", this::again);
    routes.add(HandlerType.POST, "/api/v1/jobs/{id}/ticket", this::ticket);
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
          "Too many uploads; wait %s.".formatted(Counted.of(wait, "second")),
          wait);
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

  private static @Nullable String keyText(Context ctx) throws Problem {
    String key = ctx.header("Idempotency-Key");
    if (key != null && !IDEMPOTENCY_KEY.matcher(key).matches()) {
      throw Problem.invalid(
          "Idempotency-Key", "must be of 8 to 64 letters, digits, dashes and underscores");
    }
    return key;
  }

  /// @param requestSha256 of all that the request asks for
  private static @Nullable IdempotencyKey key(Context ctx, String requestSha256) throws Problem {
    String text = keyText(ctx);
    return text == null ? null : new IdempotencyKey(text, requestSha256);
  }

  /// Answers a request that was sent before, as it was answered then.
  ///
  /// @return whether it was
  private boolean isRepeated(Context ctx, @Nullable IdempotencyKey key) throws Problem {
    try {
      Optional<Job> before =
          services.jobs().submission().submittedBefore(RequestFilter.caller(ctx).owner(), key);
      before.ifPresent(job -> created(ctx, job));
      return before.isPresent();
    } catch (KeyReusedException e) {
      throw refused(e);
    }
  }

  private void ofForm(Context ctx, Caller caller) throws Exception {
    long maxBytes = services.settings().maxUploadBytes();
    long announced = ctx.req().getContentLengthLong();
    if (announced > maxBytes + FORM_BYTES) {
      throw Problem.tooLarge(maxBytes);
    }
    if (!services.jobs().submission().isKnown(caller.owner(), keyText(ctx))) {
      checkQuotas(caller, Math.max(0, announced));
    }
    UploadedFile file;
    try (var _ = slow.sending(ctx)) {
      file = Multipart.file(ctx, maxBytes);
    }
    var fields = JobFields.ofForm(ctx);
    String name = Multipart.fileName(file);
    try (InputStream song = file.content();
        var copy = HashedCopy.of(services.storage(), song)) {
      var key = key(ctx, fields.sha256("form", name, copy.sha256()));
      if (!isRepeated(ctx, key)) {
        submit(ctx, copy, fields.name(name), fields.wanted(models), key);
      }
    }
  }

  private void ofUpload(Context ctx, Caller caller) throws Exception {
    var fields = JobFields.ofJson(RequestReader.jsonObject(ctx));
    var key = key(ctx, fields.sha256("upload"));
    if (isRepeated(ctx, key)) {
      return;
    }
    Upload upload =
        services.uploads().find(fields.upload(), caller.owner()).orElseThrow(Problem::notFound);
    if (!upload.isComplete()) {
      throw Problem.of(
          ProblemKind.UPLOAD_INCOMPLETE,
          "The server has %d of %s; send the rest first."
              .formatted(upload.position(), Counted.of(upload.length(), "byte")));
    }
    JobFields.Wanted wanted = fields.wanted(models);
    try (InputStream song = services.storage().read(upload.key(), 0);
        var copy = HashedCopy.of(services.storage(), song)) {
      submit(ctx, copy, fields.name(upload.name()), wanted, key);
    }
    services.uploads().delete(upload);
  }

  private void submit(
      Context ctx,
      HashedCopy copy,
      String name,
      JobFields.Wanted wanted,
      @Nullable IdempotencyKey key)
      throws Exception {
    if (copy.bytes() == 0) {
      throw Problem.invalid("file", "must hold a song, but is empty");
    }
    var song =
        new JobSubmission.UploadedSong(
            RequestFilter.caller(ctx).owner(), name, copy.file(), copy.bytes(), copy.sha256());
    try {
      var submission = services.jobs().submission();
      created(ctx, submission.submit(song, wanted.request(), wanted.model(), key));
    } catch (QuotaException e) {
      throw refused(e);
    } catch (KeyReusedException e) {
      throw refused(e);
    }
  }

  private static Problem refused(KeyReusedException e) {
    return Problem.of(ProblemKind.IDEMPOTENCY_KEY_REUSED, String.valueOf(e.getMessage()));
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

  private void rename(Context ctx) throws Problem, IOException {
    Job job = access.job(ctx);
    var json = RequestReader.jsonObject(ctx);
    var name = json.get("name");
    if (json.size() != 1
        || name == null
        || !name.isJsonPrimitive()
        || !name.getAsJsonPrimitive().isString()
        || name.getAsString().isBlank()) {
      throw Problem.invalid("name", "must be a text that is not blank, and the only field");
    }
    services.jobs().store().rename(job.id(), SongTitle.of(name.getAsString()));
    answer(ctx, access.job(ctx));
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
    var asked = "retry " + job.id();
    var key = key(ctx, Sha256.of(asked.getBytes(StandardCharsets.UTF_8)));
    if (isRepeated(ctx, key)) {
      return;
    }
    if (job.state() != JobState.FAILED && job.state() != JobState.CANCELLED) {
      throw Problem.of(
          ProblemKind.NOT_ENDED,
          "The job is %s; only failed and cancelled ones are begun again."
              .formatted(job.state().text()));
    }
    var wanted = new JobFields.Wanted(job.work().request(), job.work().model());
    submitAgain(ctx, job, job.name(), wanted, key);
  }

  /// A stored song once more, with other options: other stems, another format, or as far as a file
  /// goes that is cut short.
  private void again(Context ctx) throws Exception {
    Job job = access.job(ctx);
    var fields = JobFields.ofJson(RequestReader.jsonObject(ctx));
    var key = key(ctx, fields.sha256("again", job.id()));
    if (isRepeated(ctx, key)) {
      return;
    }
    submitAgain(ctx, job, fields.renamed(job.name()), fields.wanted(models), key);
  }

  private void submitAgain(
      Context ctx, Job job, String name, JobFields.Wanted wanted, @Nullable IdempotencyKey key)
      throws Exception {
    var input = StorageLayout.input(job.id());
    if (services.storage().find(input).isEmpty()) {
      throw Problem.of(ProblemKind.INPUT_GONE, "The song was removed; upload it again.");
    }
    try (InputStream song = services.storage().read(input, 0);
        var copy = HashedCopy.of(services.storage(), song)) {
      submit(ctx, copy, name, wanted, key);
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
