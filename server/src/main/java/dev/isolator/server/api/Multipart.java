package dev.isolator.server.api;

import io.javalin.http.Context;
import io.javalin.http.UploadedFile;

/// Reads the song out of a form. Jetty writes the parts into the storage's scratch folder and stops
/// at the limit, so that an endless form does not fill the disk.
final class Multipart {
  private Multipart() {}

  static UploadedFile file(Context ctx, long maxBytes) throws Problem {
    UploadedFile file;
    try {
      var files = ctx.uploadedFiles("file");
      file = files.size() == 1 ? files.getFirst() : null;
    } catch (Exception e) { // undeclared checked ones of the servlet: Javalin is Kotlin
      throw refused(e, maxBytes);
    }
    if (file == null) {
      throw Problem.invalid("file", "must be there, once: a form's field with the song");
    }
    return file;
  }

  /// The name of a file as it is on the sender's disk. Browsers and curl send a quote or a line
  /// break in a name as `%22`, `%0D` and `%0A`, and a percent sign as itself, so nothing else is
  /// decoded.
  ///
  /// Source: HTML Living Standard, "multipart/form-data encoding algorithm"; RFC 7578, §4.2.
  static String fileName(UploadedFile file) {
    return file.filename()
        .replaceAll("(?i)%22", "\"")
        .replaceAll("(?i)%0d", "\r")
        .replaceAll("(?i)%0a", "\n");
  }

  /// Jetty tells a form that is too large only by the messages of several exceptions.
  private static Problem refused(Exception e, long maxBytes) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      String message = String.valueOf(cause.getMessage());
      if (message.contains("max length exceeded")
          || message.contains("exceeds max")
          || message.contains("too large")
          || message.contains("max request size")
          || message.contains("max file size")) {
        return Problem.tooLarge(maxBytes);
      }
    }
    return Problem.of(
        ProblemKind.INVALID_REQUEST,
        "The form could not be read, or the connection broke; send it again.");
  }
}
