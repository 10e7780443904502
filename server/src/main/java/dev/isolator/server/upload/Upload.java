package dev.isolator.server.upload;

import dev.isolator.server.storage.Key;

/// A file on its way.
///
/// @param name what the song will be called; the user's text
/// @param length bytes announced
/// @param position bytes there
/// @param expires when it is removed, in milliseconds since 1970
public record Upload(
    String id, String owner, String name, long length, long position, long expires) {
  /// Whether all bytes are there.
  public boolean isComplete() {
    return position == length;
  }

  /// Where its bytes are.
  public Key key() {
    return Key.of("uploads", id);
  }
}
