package dev.isolator.dataset.manifest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/// The SHA-256 of files.
public final class Sha256 {
  private Sha256() {}

  /// The same of several files, as many at a time as there are processors.
  ///
  /// @return in the files' order
  public static List<String> of(List<Path> files) throws IOException {
    try {
      return files.stream().parallel().map(Sha256::unchecked).toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static String unchecked(Path file) {
    try {
      return of(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// 64 hexadecimal digits, small letters.
  public static String of(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      var digest = MessageDigest.getInstance("SHA-256");
      var buffer = new byte[1 << 16];
      for (int n; (n = in.read(buffer)) > 0; ) {
        digest.update(buffer, 0, n);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
