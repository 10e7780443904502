package dev.isolator.server.api;

import dev.isolator.audio.Counted;
import dev.isolator.server.storage.Storage;
import dev.isolator.server.storage.StorageKey;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A response with a stored file, with byte ranges and conditions. A file never changes under its
/// key, so the key is the entity tag. A request for several ranges gets the whole file, which the
/// standard allows.
///
/// Source: RFC 9110, §13 (conditions) and §14 (ranges).
record FileResponse(Storage storage, StorageKey key, String type) {
  private static final Pattern RANGE = Pattern.compile("bytes=([0-9]{0,18})-([0-9]{0,18})");

  /// @param from first byte
  /// @param to last byte
  private record Range(long from, long to) {}

  void send(Context ctx) throws IOException, Problem {
    long bytes = storage.find(key).orElseThrow(Problem::notFound).bytes();
    String tag = "\"" + key.text() + "\"";
    ctx.header("ETag", tag);
    ctx.header("Accept-Ranges", "bytes");
    ctx.header("Cache-Control", "private, max-age=3600");
    String known = ctx.header("If-None-Match");
    if (known != null && (known.equals("*") || known.contains(tag))) {
      ctx.status(304);
      return;
    }
    Range range = range(ctx, tag, bytes);
    var response = ctx.res();
    response.setContentType(type);
    if (range == null) {
      response.setContentLengthLong(bytes);
      copy(ctx, 0, bytes);
    } else {
      response.setStatus(206);
      response.setHeader(
          "Content-Range", "bytes %d-%d/%d".formatted(range.from(), range.to(), bytes));
      response.setContentLengthLong(range.to() - range.from() + 1);
      copy(ctx, range.from(), range.to() - range.from() + 1);
    }
  }

  private static @Nullable Range range(Context ctx, String tag, long bytes) throws Problem {
    String header = ctx.header("Range");
    String ifRange = ctx.header("If-Range");
    if (header == null || (ifRange != null && !ifRange.equals(tag))) {
      return null;
    }
    Matcher parts = RANGE.matcher(header.strip());
    if (!parts.matches() || header.strip().equals("bytes=-")) {
      return null;
    }
    long from;
    long to = bytes - 1;
    if (parts.group(1).isEmpty()) {
      from = Math.max(0, bytes - Long.parseLong(parts.group(2)));
    } else {
      from = Long.parseLong(parts.group(1));
      to = parts.group(2).isEmpty() ? to : Math.min(to, Long.parseLong(parts.group(2)));
    }
    if (from > to) {
      ctx.header("Content-Range", "bytes */" + bytes);
      throw Problem.of(
          ProblemKind.RANGE_NOT_SATISFIABLE,
          "The file has %s.".formatted(Counted.of(bytes, "byte")));
    }
    return new Range(from, to);
  }

  private void copy(Context ctx, long from, long count) throws IOException {
    if (RouteTable.isHead(ctx)) {
      return;
    }
    try (InputStream in = storage.read(key, from)) {
      OutputStream out = ctx.res().getOutputStream();
      var buffer = new byte[1 << 16];
      long left = count;
      while (left > 0) {
        int n = in.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (n < 0) {
          throw new IOException("a stored file is shorter than it was");
        }
        out.write(buffer, 0, n);
        left -= n;
      }
      out.flush();
    }
  }
}
