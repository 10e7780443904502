package dev.isolator.server.api;

import dev.isolator.server.job.Job;
import dev.isolator.server.job.StemFiles;
import dev.isolator.server.job.StemFiles.BusyException;
import dev.isolator.server.request.StemFormat;
import dev.isolator.server.storage.StorageKey;
import dev.isolator.server.worker.SeparatedSong;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// The results of a job: stems, an archive of all stems, waveforms, and voice activity.
final class StemRoutes {
  private static final Pattern FILE =
      Pattern.compile("([a-z0-9][a-z0-9-]{0,31})[.]([a-z0-9]{1,8})");
  private static final List<Integer> RESOLUTIONS = List.of(10, 50, 200);
  private static final int BUSY_SECONDS = 30;

  private final Services services;
  private final JobAccess access;
  private final SlowClients slow;

  StemRoutes(Services services, SlowClients slow) {
    this.slow = slow;
    this.services = services;
    this.access = new JobAccess(services.jobs().store());
  }

  void addTo(RouteTable routes) {
    routes.get("/api/v1/jobs/{id}/stems/{file}", this::stem);
    routes.get("/api/v1/jobs/{id}/stems.zip", this::zip);
    routes.get("/api/v1/jobs/{id}/peaks/{stem}", this::peaks);
    routes.get("/api/v1/jobs/{id}/activity", this::activity);
  }

  private void stem(Context ctx) throws Exception {
    Job job = access.doneJob(ctx);
    Matcher file = FILE.matcher(ctx.pathParam("file"));
    if (!file.matches()) {
      throw Problem.notFound();
    }
    String stem = known(job, file.group(1));
    StemFormat format = StemFormat.of(file.group(2)).orElseThrow(Problem::notFound);
    if (RequestReader.wholeNumber(ctx, "download", 0, 1, 0) == 1) {
      ctx.header("Content-Disposition", SongTitle.attachment(fileName(job, stem, format)));
    }
    var answer =
        new FileResponse(services.storage(), stored(job, stem, format), format.mediaType());
    try (var _ = slow.taking(ctx)) {
      answer.send(ctx);
    }
  }

  private static String fileName(Job job, String stem, StemFormat format) {
    String what = stem.equals("mix") ? "original" : stem;
    return SongTitle.fileName(job.name(), " - %s.%s".formatted(what, format));
  }

  private static String known(Job job, String stem) throws Problem {
    if (!StemFiles.names(job.doneResult().song()).contains(stem)) {
      throw Problem.notFound();
    }
    return stem;
  }

  private StorageKey stored(Job job, String stem, StemFormat format)
      throws Problem, IOException, InterruptedException {
    try {
      return services.jobs().stems().stem(job, stem, format);
    } catch (BusyException e) {
      throw Problem.later(ProblemKind.BUSY, String.valueOf(e.getMessage()), BUSY_SECONDS);
    }
  }

  private void zip(Context ctx) throws Exception {
    Job job = access.doneJob(ctx);
    StemFormat format = formatOf(ctx, job);
    var stems =
        job.doneResult().song().stems().stream().map(SeparatedSong.StemSummary::name).toList();
    if (!RouteTable.isHead(ctx)) {
      for (String stem : stems) {
        stored(
            job, stem,
            format); // before the response begins, while an error can still be its status
      }
    }
    ctx.header(
        "Content-Disposition",
        SongTitle.attachment(SongTitle.fileName(job.name(), " - stems.zip")));
    var response = ctx.res();
    response.setContentType("application/zip");
    if (RouteTable.isHead(ctx)) {
      return; // nothing is encoded or packed for it
    }
    try (var zip = new ZipOutputStream(response.getOutputStream())) {
      zip.setLevel(format == StemFormat.WAV ? Deflater.BEST_SPEED : Deflater.NO_COMPRESSION);
      for (String stem : stems) {
        var entry = new ZipEntry(fileName(job, stem, format));
        entry.setTime(Objects.requireNonNull(job.times().ended()));
        zip.putNextEntry(entry);
        StorageKey file =
            stored(
                job, stem,
                format); // outside of the measurement of the client's speed: it may take a while
        try (InputStream in = services.storage().read(file, 0);
            var _ = slow.taking(ctx)) {
          in.transferTo(zip);
        }
        zip.closeEntry();
      }
    }
  }

  private static StemFormat formatOf(Context ctx, Job job) throws Problem {
    String asked = ctx.queryParam("format");
    return asked == null
        ? job.work().request().format()
        : StemFormat.of(asked)
            .orElseThrow(
                () ->
                    Problem.invalid(
                        "format", "must be one of " + String.join(", ", StemFormat.texts())));
  }

  private void peaks(Context ctx) throws Exception {
    Job job = access.doneJob(ctx);
    int perSecond = RequestReader.wholeNumber(ctx, "perSecond", 1, 1000, 50);
    if (!RESOLUTIONS.contains(perSecond)) {
      throw Problem.invalid("perSecond", "must be 10, 50 or 200");
    }
    json(ctx, services.jobs().stems().peaks(job, known(job, ctx.pathParam("stem")), perSecond));
  }

  private void activity(Context ctx) throws Exception {
    Job job = access.doneJob(ctx);
    if (!job.doneResult().song().activity()) {
      throw Problem.of(
          ProblemKind.NOT_FOUND,
          "The model does not know where somebody sings, so there is no time line of it.");
    }
    json(ctx, services.jobs().stems().activity(job));
  }

  /// Sends JSON, which Javalin compresses, unlike audio.
  private void json(Context ctx, StorageKey key) throws IOException, Problem {
    if (services.storage().find(key).isEmpty()) {
      throw Problem.notFound();
    }
    String tag = "\"" + key.text() + "\"";
    ctx.header("ETag", tag);
    ctx.header("Cache-Control", "private, max-age=3600");
    if (tag.equals(ctx.header("If-None-Match"))) {
      ctx.status(304);
      return;
    }
    ctx.contentType("application/json").result(services.storage().read(key, 0));
  }
}
