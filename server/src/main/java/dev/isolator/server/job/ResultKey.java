package dev.isolator.server.job;

import dev.isolator.file.Sha256;
import dev.isolator.server.request.ModelVersion;
import dev.isolator.server.request.SeparationRequest;
import java.nio.charset.StandardCharsets;

/// The key under which a result can be used again: a hash of all that decides it, which is the
/// song's bytes, the model's version and weights, and the request. Separation is deterministic, so
/// two jobs of one key get the same stems.
///
/// The database keeps it in the column `recipe`.
final class ResultKey {
  /// Raised when the worker writes other files for the same request.
  private static final String VERSION = "2";

  private ResultKey() {}

  /// The key of a result.
  ///
  /// @param sha256 of the song's bytes, lower-case hex
  /// @return 64 lower-case hexadecimal digits
  static String of(String sha256, ModelVersion model, SeparationRequest request) {
    String text =
        String.join(
                "\n",
                VERSION,
                sha256,
                model.id(),
                model.sha256(),
                String.join(",", request.keep()),
                request.format().text(),
                request.bits() == null ? "null" : request.bits().text(),
                String.valueOf(request.start()),
                String.valueOf(request.duration()))
            + (request.truncated() ? "\ntruncated" : ""); // the others keep the keys that they have
    return Sha256.of(text.getBytes(StandardCharsets.UTF_8));
  }
}
