package dev.isolator.server.api;

import dev.isolator.file.Sha256;
import dev.isolator.server.storage.Storage;
import dev.isolator.server.storage.StorageKey;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.util.HexFormat;

/// A copy of an uploaded song in a scratch folder, hashed while it was copied, so that the hash is
/// that of the bytes that are kept.
///
/// @param folder scratch folder, which [#close] removes with what is left in it
/// @param sha256 of the bytes, lower-case hex
record HashedCopy(Storage storage, Path folder, Path file, long bytes, String sha256)
    implements AutoCloseable {

  static HashedCopy of(Storage storage, InputStream song) throws IOException {
    Path folder = storage.scratch("upload");
    Path file = folder.resolve("song");
    try {
      var digest = Sha256.digest();
      long bytes;
      try (OutputStream out = new DigestOutputStream(Files.newOutputStream(file), digest)) {
        bytes = song.transferTo(out);
      }
      return new HashedCopy(
          storage, folder, file, bytes, HexFormat.of().formatHex(digest.digest()));
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
    storage.delete(StorageKey.of("scratch", String.valueOf(folder.getFileName())));
  }
}
