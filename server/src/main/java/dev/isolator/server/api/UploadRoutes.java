package dev.isolator.server.api;

import dev.isolator.audio.Counted;
import dev.isolator.server.job.JobId;
import dev.isolator.server.job.QuotaException;
import dev.isolator.server.security.Caller;
import dev.isolator.server.storage.ChunkInterruptedException;
import dev.isolator.server.storage.ChunkTooLongException;
import dev.isolator.server.upload.Upload;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Resumable uploads by tus 1.0.
final class UploadRoutes {
  private static final String VERSION = "1.0.0";
  private static final int MOST_METADATA_CHARS = 4096;
  private static final int MOST_UPLOADS = 50;

  private final Services services;
  private final long maxBytes;
  private final SlowClients slow;

  UploadRoutes(Services services, SlowClients slow) {
    this.slow = slow;
    this.services = services;
    this.maxBytes = services.settings().maxUploadBytes();
  }

  void addTo(RouteTable routes) {
    routes.add(HandlerType.OPTIONS, "/api/v1/uploads", this::options);
    routes.add(HandlerType.POST, "/api/v1/uploads", this::begin);
    routes.add(HandlerType.HEAD, "/api/v1/uploads/{upload}", this::head);
    routes.add(HandlerType.PATCH, "/api/v1/uploads/{upload}", this::append);
    routes.add(HandlerType.DELETE, "/api/v1/uploads/{upload}", this::delete);
  }

  private void options(Context ctx) {
    ctx.header("Tus-Resumable", VERSION);
    ctx.header("Tus-Version", VERSION);
    ctx.header("Tus-Extension", "creation,expiration,termination");
    ctx.header("Tus-Max-Size", Long.toString(maxBytes));
    ctx.status(204);
  }

  private static void checkVersion(Context ctx) throws Problem {
    ctx.header("Tus-Resumable", VERSION);
    if (!VERSION.equals(ctx.header("Tus-Resumable"))) {
      ctx.header("Tus-Version", VERSION);
      throw Problem.of(ProblemKind.TUS_VERSION, "Send the header Tus-Resumable: 1.0.0.");
    }
  }

  private Upload upload(Context ctx) throws Problem {
    String id = ctx.pathParam("upload");
    if (!JobId.is(id)) {
      throw Problem.notFound();
    }
    return services
        .uploads()
        .find(id, RequestFilter.caller(ctx).owner())
        .orElseThrow(Problem::notFound);
  }

  private void begin(Context ctx) throws Problem, IOException {
    checkVersion(ctx);
    Caller caller = RequestFilter.caller(ctx);
    long length = length(ctx, "Upload-Length");
    if (length < 1) {
      throw Problem.invalid("Upload-Length", "must be 1 or more");
    }
    if (length > maxBytes) {
      throw Problem.tooLarge(maxBytes);
    }
    var use = services.uploads().use(caller.owner());
    if (use.count() >= MOST_UPLOADS) {
      throw Problem.later(
          ProblemKind.QUOTA_EXCEEDED,
          "%d uploads are under way; finish them first.".formatted(use.count()),
          60);
    }
    try {
      services.jobs().submission().checkQuotas(caller.owner(), use.bytes() + length);
    } catch (QuotaException e) {
      throw JobRoutes.refused(e);
    }
    String name = fileName(ctx.header("Upload-Metadata"));
    var upload = services.uploads().begin(JobId.fresh(), caller.owner(), name, length);
    ctx.status(201).header("Location", "/api/v1/uploads/" + upload.id());
    expires(ctx, upload);
  }

  private static long length(Context ctx, String header) throws Problem {
    String text = ctx.header(header);
    if (text == null || !text.matches("[0-9]{1,18}")) {
      throw Problem.invalid(header, "must be a number of bytes");
    }
    return Long.parseLong(text);
  }

  private static String fileName(@Nullable String metadata) throws Problem {
    if (metadata == null) {
      return "song";
    }
    if (metadata.length() > MOST_METADATA_CHARS) {
      throw Problem.invalid("Upload-Metadata", "must be of 4096 characters at most");
    }
    for (String pair : metadata.split(",", -1)) {
      String[] parts = pair.strip().split(" ", -1);
      if (parts.length == 2 && parts[0].equals("filename")) {
        try {
          return name(new String(Base64.getDecoder().decode(parts[1]), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
          throw Problem.invalid("Upload-Metadata", "must be base64");
        }
      }
    }
    return "song";
  }

  /// A title with an ending, which [SongTitle#ofFile] will take off again.
  private static String name(String file) {
    return SongTitle.of(SongTitle.ofFile(file));
  }

  private static void expires(Context ctx, Upload upload) {
    ctx.header(
        "Upload-Expires",
        DateTimeFormatter.RFC_1123_DATE_TIME.format(
            Instant.ofEpochMilli(upload.expires()).atOffset(ZoneOffset.UTC)));
  }

  private void head(Context ctx) throws Problem {
    checkVersion(ctx);
    Upload upload = upload(ctx);
    ctx.header("Upload-Offset", Long.toString(upload.position()));
    ctx.header("Upload-Length", Long.toString(upload.length()));
    expires(ctx, upload);
  }

  private void append(Context ctx) throws Problem, IOException {
    checkVersion(ctx);
    if (!RequestReader.contentType(ctx).equals("application/offset+octet-stream")) {
      throw Problem.of(ProblemKind.UNSUPPORTED_MEDIA_TYPE, "Send application/offset+octet-stream.");
    }
    Upload upload = upload(ctx);
    if (length(ctx, "Upload-Offset") != upload.position()) {
      throw Problem.of(
          ProblemKind.OFFSET_MISMATCH,
          "The server has %s; go on from there.".formatted(Counted.of(upload.position(), "byte")));
    }
    if (ctx.req().getContentLengthLong() > upload.length() - upload.position()) {
      throw Problem.tooLarge(upload.length());
    }
    Optional<Long> end;
    try (var _ = slow.sending(ctx)) {
      end = services.uploads().append(upload, ctx.req().getInputStream());
    } catch (ChunkTooLongException e) {
      throw Problem.tooLarge(upload.length());
    } catch (ChunkInterruptedException e) {
      throw Problem.of(
          ProblemKind.INVALID_REQUEST, "The connection broke; ask how far it is, and go on.");
    }
    ctx.header(
        "Upload-Offset",
        Long.toString(
            end.orElseThrow(
                () ->
                    Problem.of(
                        ProblemKind.OFFSET_MISMATCH, "Another chunk is just being written."))));
    expires(ctx, upload);
    ctx.status(204);
  }

  private void delete(Context ctx) throws Problem, IOException {
    checkVersion(ctx);
    services.uploads().delete(upload(ctx));
    ctx.status(204);
  }
}
