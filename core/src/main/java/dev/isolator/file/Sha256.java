package dev.isolator.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/// SHA-256 as 64 lower-case hexadecimal digits. Source: FIPS 180-4. Any thread.
public final class Sha256 {
  private Sha256() {}

  /// The hash of a file's bytes.
  public static String of(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return of(in);
    }
  }

  /// The hash of all that a stream still has; the stream stays open.
  public static String of(InputStream in) throws IOException {
    MessageDigest digest = digest();
    var block = new byte[1 << 16];
    for (int n = in.read(block); n >= 0; n = in.read(block)) {
      digest.update(block, 0, n);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /// The hash of bytes in memory.
  public static String of(byte[] bytes) {
    return HexFormat.of().formatHex(digest().digest(bytes));
  }

  /// The hashes of several files, as many at a time as there are processors.
  ///
  /// @return in the files' order
  public static List<String> of(List<Path> files) throws IOException {
    try {
      return files.stream().parallel().map(Sha256::unchecked).toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /// A digest that is fed piece by piece.
  public static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static String unchecked(Path file) {
    try {
      return of(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
