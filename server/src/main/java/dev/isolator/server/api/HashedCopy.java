package dev.isolator.server.api;

import dev.isolator.server.storage.Key;
import dev.isolator.server.storage.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// A song's bytes on their way into a job: copied and hashed in one pass, so that the hash is that
/// of what is kept.
///
/// @param folder scratch; removed by [#close] with what is left in it
record Arrival(Storage storage, Path folder, Path file, long bytes, String sha256)
    implements AutoCloseable {

  static Arrival of(Storage storage, InputStream song) throws IOException {
    Path folder = storage.scratch("arrival");
    Path file = folder.resolve("song");
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      long bytes;
      try (OutputStream out = new DigestOutputStream(Files.newOutputStream(file), digest)) {
        bytes = song.transferTo(out);
      }
      return new Arrival(storage, folder, file, bytes, HexFormat.of().formatHex(digest.digest()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    } catch (IOException e) {
      remove(storage, folder);
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    remove(storage, folder);
  }

  private static void remove(Storage storage, Path folder) throws IOException {
    storage.delete(Key.of("scratch", String.valueOf(folder.getFileName())));
  }
}
