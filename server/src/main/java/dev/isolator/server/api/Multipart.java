package dev.isolator.server.api;

import io.javalin.http.Context;
import io.javalin.http.UploadedFile;

/// Reads the song out of a form. Jetty writes what comes into the storage's scratch folder and
/// stops at the limit, so that a client which sends for ever fills nothing.
final class Multipart {
  private Multipart() {}

  static UploadedFile file(Context ctx, long most) throws Problem {
    UploadedFile file;
    try {
      var files = ctx.uploadedFiles("file");
      file = files.size() == 1 ? files.getFirst() : null;
    } catch (Exception e) { // Kotlin lets the servlet's checked ones through
      throw refused(e, most);
    }
    if (file == null) {
      throw Problem.invalid("file", "must be there, once: a form's field with the song");
    }
    return file;
  }

  /// Jetty says what was wrong in the messages of several exceptions.
  private static Problem refused(Exception e, long most) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      String message = String.valueOf(cause.getMessage());
      if (message.contains("max length exceeded")
          || message.contains("exceeds max")
          || message.contains("too large")
          || message.contains("max request size")
          || message.contains("max file size")) {
        return Answers.tooLarge(most);
      }
    }
    return Problem.of(
        ProblemKind.INVALID_REQUEST,
        "The form could not be read, or the connection broke; send it again.");
  }
}
