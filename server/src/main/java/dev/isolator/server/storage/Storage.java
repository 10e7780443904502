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
/// Any thread. A file or folder appears under its key whole or not at all.
public interface Storage {
  /// What is known of a stored file.
  ///
  /// @param bytes its size
  /// @param modified when it was stored
  record Stored(long bytes, Instant modified) {}

  /// Makes an empty folder on this machine for temporary files. The caller publishes or removes it;
  /// the folders of dead servers are removed by [#sweepScratch].
  Path scratch(String name) throws IOException;

  /// Moves a file or folder that was made in a scratch folder to its key, at once. When this
  /// returns, its bytes and its name are on the disk: a row of the database may name it.
  void publish(Path made, StorageKey key) throws IOException;

  /// Size and time of a file, if there is one.
  Optional<Stored> find(StorageKey key) throws IOException;

  /// Whether there is a file or folder under a key.
  boolean exists(StorageKey key) throws IOException;

  /// Reads a file from a byte on. The caller closes it.
  InputStream read(StorageKey key, long from) throws IOException;

  /// A file's path on this machine, for a worker process to read.
  Path local(StorageKey key) throws IOException;

  /// Removes a file, or a folder with what is in it; nothing if there is none.
  void delete(StorageKey key) throws IOException;

  /// The keys of files and folders directly below a prefix.
  List<StorageKey> list(String prefix) throws IOException;

  /// Bytes of a file or of all files in a folder.
  long bytes(StorageKey key) throws IOException;

  /// When a file or folder was stored.
  Instant modified(StorageKey key) throws IOException;

  /// Makes an empty file, which [#append] fills; its name is on the disk when this returns.
  void begin(StorageKey key) throws IOException;

  /// Appends a chunk to such a file, and forces it to the disk; stops where the stream ends or
  /// breaks.
  ///
  /// @param at size of the file so far, in bytes
  /// @param most bytes to take at most; one more in the stream is an error
  /// @return size of the file now, in bytes
  /// @throws ChunkInterruptedException if the stream breaks; what came before is kept
  /// @throws ChunkTooLongException if more bytes come
  long append(StorageKey key, long at, InputStream chunk, long most) throws IOException;

  /// Bytes that are free.
  long freeBytes() throws IOException;

  /// Removes scratch folders that were last changed before a time.
  void sweepScratch(Instant before) throws IOException;
}
