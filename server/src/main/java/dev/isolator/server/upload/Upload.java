package dev.isolator.server.upload;

import dev.isolator.server.storage.StorageKey;

/// A resumable upload.
///
/// @param name what the song will be called; the user's text
/// @param length of the whole file, in bytes
/// @param position how many bytes have arrived
/// @param expires when it is removed, in milliseconds since 1970
public record Upload(
    String id, String owner, String name, long length, long position, long expires) {
  /// Whether all bytes have arrived.
  public boolean isComplete() {
    return position == length;
  }

  /// The key of its bytes.
  public StorageKey key() {
    return StorageKey.of("uploads", id);
  }
}
