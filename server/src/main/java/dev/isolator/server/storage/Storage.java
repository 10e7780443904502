package dev.isolator.server.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Where songs and stems are kept, shared by all servers. A folder today ([FolderStorage]); the
/// calls are few and coarse so that an object store can stand behind them: it would keep scratch
/// folders on its own disk, upload in [#publish] and keep local copies in [#local].
///
/// Any thread. What is under a key appears whole or not at all.
public interface Storage {
  /// What is known of a stored file.
  ///
  /// @param bytes its size
  /// @param modified when it was stored
  record Stored(long bytes, Instant modified) {}

  /// Makes an empty folder on this machine to work in. The caller publishes or removes it; what a
  /// dead server left is removed by [#sweepScratch].
  Path scratch(String name) throws IOException;

  /// Moves a file or folder that was made in a scratch folder to its key, at once.
  void publish(Path made, Key key) throws IOException;

  /// Size and time of a file, if there is one.
  Optional<Stored> find(Key key) throws IOException;

  /// Whether there is a file or folder under a key.
  boolean exists(Key key) throws IOException;

  /// Reads a file from a byte on. The caller closes it.
  InputStream read(Key key, long from) throws IOException;

  /// A file's path on this machine, for a worker process to read.
  Path local(Key key) throws IOException;

  /// Removes a file, or a folder with what is in it; nothing if there is none.
  void delete(Key key) throws IOException;

  /// What is directly in an area.
  List<Key> list(String area) throws IOException;

  /// Bytes of a file or of all files in a folder.
  long bytes(Key key) throws IOException;

  /// When a file or folder was stored.
  Instant modified(Key key) throws IOException;

  /// Begins a file that comes in pieces.
  void begin(Key key) throws IOException;

  /// Writes a piece of such a file, and forces it to the disk; stops where the stream ends or
  /// breaks.
  ///
  /// @param at bytes that are there
  /// @param most bytes to take at most; one more in the stream is an error
  /// @return bytes there now
  long append(Key key, long at, InputStream piece, long most) throws IOException;

  /// Room that is left.
  long freeBytes() throws IOException;

  /// Removes scratch folders that nobody touched since.
  void sweepScratch(Instant before) throws IOException;
}
