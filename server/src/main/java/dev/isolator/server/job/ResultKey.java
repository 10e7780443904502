package dev.isolator.server.job;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// What decides a result: the song's bytes, the model and the options. Two jobs of one recipe get
/// the same stems, for separation is deterministic.
final class Recipe {
  /// Raised when the worker writes other files for the same order.
  private static final String VERSION = "2";

  private Recipe() {}

  static String of(String sha256, JobModel model, JobOptions options) {
    String text =
        String.join(
            "\n",
            VERSION,
            sha256,
            model.id(),
            model.sha256(),
            String.join(",", options.keep()),
            options.format(),
            String.valueOf(options.bits()),
            String.valueOf(options.start()),
            String.valueOf(options.duration()));
    return HexFormat.of().formatHex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
