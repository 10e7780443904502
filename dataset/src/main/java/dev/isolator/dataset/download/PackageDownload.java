package dev.isolator.dataset.download;

import dev.isolator.file.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// Fetches a package from a mirror of Debian, or finds it in a folder, and checks its SHA-256.
///
/// What a run that was ended has fetched stays in `NAME.deb.part`; the next run asks for the rest.
final class PackageDownload {
  private static final int CONNECT_MILLIS = 30_000;
  private static final int READ_MILLIS = 60_000;
  private static final int BLOCK = 1 << 16;

  private final DownloadOptions options;

  PackageDownload(DownloadOptions options) {
    this.options = options;
  }

  /// The package's file.
  ///
  /// @param folder that a fetched one is put into
  Path fetch(Origin.DebianPackage wanted, Path folder) throws IOException {
    if (options.mirror() != null) {
      return found(wanted, options.mirror().resolve(wanted.fileName()));
    }
    Path file = folder.resolve(wanted.fileName());
    if (Files.isRegularFile(file) && Sha256.of(file).equals(wanted.sha256())) {
      return file;
    }
    Path part = folder.resolve(wanted.fileName() + ".part");
    URI address = URI.create(options.debian().replaceFirst("/+$", "") + "/" + wanted.path());
    try {
      get(address, part, wanted.bytes());
    } catch (DownloadException e) {
      throw e;
    } catch (IOException e) {
      throw new DownloadException(
          "%s: could not be fetched (%s), expected %d bytes; the next run goes on where this one ended, and --debian ADDRESS or --mirror FOLDER take another way"
              .formatted(address, reason(e), wanted.bytes()),
          e);
    }
    String hash = Sha256.of(part);
    if (!hash.equals(wanted.sha256())) {
      Files.delete(part);
      throw new DownloadException(
          "%s: SHA-256 is %s, expected %s; it was removed, take another mirror with --debian ADDRESS"
              .formatted(address, hash, wanted.sha256()));
    }
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    return file;
  }

  private static Path found(Origin.DebianPackage wanted, Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new DownloadException(
          "%s: no such file, expected the package; fetch it (such as with apt-get download), or leave --mirror out"
              .formatted(file));
    }
    String hash = Sha256.of(file);
    if (!hash.equals(wanted.sha256())) {
      throw new DownloadException(
          "%s: SHA-256 is %s, expected %s; fetch that version"
              .formatted(file, hash, wanted.sha256()));
    }
    return file;
  }

  private static void get(URI address, Path part, long bytes) throws IOException {
    long have = Files.exists(part) ? Files.size(part) : 0;
    if (have >= bytes) { // whole, or no part of this package; the hash will tell
      return;
    }
    var connection = (HttpURLConnection) address.toURL().openConnection();
    try {
      connection.setConnectTimeout(CONNECT_MILLIS);
      connection.setReadTimeout(READ_MILLIS);
      if (have > 0) {
        connection.setRequestProperty("Range", "bytes=%d-".formatted(have));
      }
      int status = connection.getResponseCode();
      String range = String.valueOf(connection.getHeaderField("Content-Range"));
      boolean goesOn =
          status == HttpURLConnection.HTTP_PARTIAL && range.startsWith("bytes %d-".formatted(have));
      if (status != HttpURLConnection.HTTP_OK && !goesOn) {
        throw new DownloadException(
            "%s: the server answers %d, expected the package; old versions are kept at --debian http://snapshot.debian.org/archive/debian/20250601T000000Z"
                .formatted(address, status));
      }
      try (InputStream in = connection.getInputStream();
          OutputStream out =
              Files.newOutputStream(
                  part,
                  StandardOpenOption.CREATE,
                  StandardOpenOption.WRITE,
                  goesOn ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING)) {
        copy(in, out, bytes - (goesOn ? have : 0), address);
      }
    } finally {
      connection.disconnect();
    }
    if (Files.size(part) < bytes) {
      throw new IOException("it ended after %d".formatted(Files.size(part)));
    }
  }

  private static void copy(InputStream in, OutputStream out, long most, URI address)
      throws IOException {
    var block = new byte[BLOCK];
    long left = most;
    for (int n; (n = in.read(block)) >= 0; left -= n) {
      if (n > left) {
        throw new DownloadException(
            "%s: is longer than the %d bytes that were left to fetch; take another mirror with --debian ADDRESS"
                .formatted(address, most));
      }
      out.write(block, 0, n);
    }
  }

  private static String reason(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
