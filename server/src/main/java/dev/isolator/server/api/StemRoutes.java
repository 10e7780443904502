package dev.isolator.server.api;

import dev.isolator.server.job.Job;
import dev.isolator.server.job.JobOptions;
import dev.isolator.server.job.StemFiles;
import dev.isolator.server.job.StemFiles.BusyException;
import dev.isolator.server.storage.Key;
import dev.isolator.server.worker.SeparatedSong;
import io.javalin.config.RoutesConfig;
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

/// What came out of a job: stems, all of them in an archive, waveforms, the voice's time line.
final class StemRoutes {
  private static final Pattern FILE = Pattern.compile("([a-z0-9][a-z0-9-]{0,31})[.](wav|flac|mp3)");
  private static final List<Integer> RESOLUTIONS = List.of(10, 50, 200);
  private static final int BUSY_SECONDS = 30;

  private final Services services;
  private final JobAccess access;
  private final SlowClients slow;

  StemRoutes(Services services, SlowClients slow) {
    this.slow = slow;
    this.services = services;
    this.access = new JobAccess(services.jobs());
  }

  void addTo(RoutesConfig routes) {
    routes.get("/api/v1/jobs/{id}/stems/{file}", this::stem);
    routes.head("/api/v1/jobs/{id}/stems/{file}", this::stem);
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
    String format = file.group(2);
    if (Answers.number(ctx, "download", 0, 1, 0) == 1) {
      ctx.header(
          "Content-Disposition",
          SongTitle.attachment(SongTitle.fileName(job.name(), " - %s.%s".formatted(stem, format))));
    }
    var answer = new FileAnswer(services.storage(), made(job, stem, format), type(format));
    try (var _ = slow.taking(ctx)) {
      answer.send(ctx);
    }
  }

  private static String known(Job job, String stem) throws Problem {
    if (!StemFiles.names(Objects.requireNonNull(job.result())).contains(stem)) {
      throw Problem.notFound();
    }
    return stem;
  }

  private Key made(Job job, String stem, String format)
      throws Problem, IOException, InterruptedException {
    try {
      return services.stems().stem(job, stem, format);
    } catch (BusyException e) {
      throw Problem.later(ProblemKind.BUSY, String.valueOf(e.getMessage()), BUSY_SECONDS);
    }
  }

  private static String type(String format) {
    return switch (format) {
      case "wav" -> "audio/wav";
      case "flac" -> "audio/flac";
      default -> "audio/mpeg";
    };
  }

  private void zip(Context ctx) throws Exception {
    Job job = access.doneJob(ctx);
    String format = Objects.requireNonNullElse(ctx.queryParam("format"), job.options().format());
    if (!JobOptions.FORMATS.contains(format)) {
      throw Problem.invalid("format", "must be one of " + String.join(", ", JobOptions.FORMATS));
    }
    var stems =
        Objects.requireNonNull(job.result()).stems().stream()
            .map(SeparatedSong.StemSound::name)
            .toList();
    for (String stem : stems) {
      made(job, stem, format); // before the answer begins, while it can still be a refusal
    }
    ctx.header("Content-Disposition", SongTitle.attachment(SongTitle.fileName(job.name(), ".zip")));
    var response = ctx.res();
    response.setContentType("application/zip");
    try (var zip = new ZipOutputStream(response.getOutputStream())) {
      zip.setLevel(format.equals("wav") ? Deflater.BEST_SPEED : Deflater.NO_COMPRESSION);
      for (String stem : stems) {
        var entry =
            new ZipEntry(SongTitle.fileName(job.name(), " - %s.%s".formatted(stem, format)));
        entry.setTime(Objects.requireNonNull(job.ended()));
        zip.putNextEntry(entry);
        Key file = made(job, stem, format); // may take a while, which is not the client's fault
        try (InputStream in = services.storage().read(file, 0);
            var _ = slow.taking(ctx)) {
          in.transferTo(zip);
        }
        zip.closeEntry();
      }
    }
  }

  private void peaks(Context ctx) throws Exception {
    Job job = access.doneJob(ctx);
    int perSecond = Answers.number(ctx, "perSecond", 1, 1000, 50);
    if (!RESOLUTIONS.contains(perSecond)) {
      throw Problem.invalid("perSecond", "must be 10, 50 or 200");
    }
    json(ctx, services.stems().peaks(job, known(job, ctx.pathParam("stem")), perSecond));
  }

  private void activity(Context ctx) throws Exception {
    Job job = access.doneJob(ctx);
    if (!Objects.requireNonNull(job.result()).activity()) {
      throw Problem.of(
          ProblemKind.NOT_FOUND,
          "The model does not know where somebody sings, so there is no time line of it.");
    }
    json(ctx, services.stems().activity(job));
  }

  /// Compressed on the way, unlike sound.
  private void json(Context ctx, Key key) throws IOException, Problem {
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
