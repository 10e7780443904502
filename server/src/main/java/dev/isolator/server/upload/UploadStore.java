package dev.isolator.server.upload;

import dev.isolator.server.storage.ChunkInterruptedException;
import dev.isolator.server.storage.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.result.RowView;

/// Uploads in the database, their bytes in the storage. Any thread, any number of servers: the
/// position is changed by a conditional `UPDATE`, and the bytes are copied and hashed when a job is
/// made of them, so two clients that write the same chunk at once can only damage that upload.
public final class UploadStore {
  private static final Duration LIFE = Duration.ofDays(1);

  private final Jdbi jdbi;
  private final Storage storage;
  private final Set<String> writing = ConcurrentHashMap.newKeySet();

  public UploadStore(Jdbi jdbi, Storage storage) {
    this.jdbi = jdbi;
    this.storage = storage;
  }

  /// The number and the announced bytes of an owner's uploads that no job was made of.
  ///
  /// @param count how many there are
  public record Use(int count, long bytes) {}

  public Use use(String owner) {
    return jdbi.withHandle(
        h ->
            h.createQuery(
                    "SELECT COUNT(*) AS uploads, COALESCE(SUM(length), 0) AS bytes FROM upload WHERE owner = :owner")
                .bind("owner", owner)
                .map((row, _) -> new Use(row.getInt("uploads"), row.getLong("bytes")))
                .one());
  }

  /// Creates an upload.
  public Upload begin(String id, String owner, String name, long length) throws IOException {
    long now = System.currentTimeMillis();
    var upload = new Upload(id, owner, name, length, 0, now + LIFE.toMillis());
    storage.begin(upload.key());
    jdbi.useHandle(
        h ->
            h.createUpdate(
                    """
                    INSERT INTO upload (id, owner, name, length, position, created, expires)
                    VALUES (:id, :owner, :name, :length, 0, :now, :expires)
                    """)
                .bind("id", id)
                .bind("owner", owner)
                .bind("name", name)
                .bind("length", length)
                .bind("now", now)
                .bind("expires", upload.expires())
                .execute());
    return upload;
  }

  /// An owner's upload.
  public Optional<Upload> find(String id, String owner) {
    return jdbi.withHandle(
        h ->
            h.createQuery("SELECT * FROM upload WHERE id = :id AND owner = :owner")
                .bind("id", id)
                .bind("owner", owner)
                .map(UploadStore::upload)
                .findOne());
  }

  private static Upload upload(RowView row) {
    return new Upload(
        row.getColumn("id", String.class),
        row.getColumn("owner", String.class),
        row.getColumn("name", String.class),
        row.getColumn("length", Long.class),
        row.getColumn("position", Long.class),
        row.getColumn("expires", Long.class));
  }

  /// Appends the next chunk.
  ///
  /// @return how many bytes have arrived now; nothing if another chunk is just being written
  public Optional<Long> append(Upload upload, InputStream chunk) throws IOException {
    if (!writing.add(upload.id())) {
      return Optional.empty();
    }
    try {
      long end =
          storage.append(
              upload.key(), upload.position(), chunk, upload.length() - upload.position());
      return advance(upload, end) ? Optional.of(end) : Optional.empty();
    } catch (ChunkInterruptedException e) {
      advance(upload, e.end());
      throw e;
    } finally {
      writing.remove(upload.id());
    }
  }

  private boolean advance(Upload upload, long end) {
    return jdbi.withHandle(
            h ->
                h.createUpdate(
                        "UPDATE upload SET position = :end WHERE id = :id AND position = :position")
                    .bind("end", end)
                    .bind("id", upload.id())
                    .bind("position", upload.position())
                    .execute())
        == 1;
  }

  /// Removes an upload.
  public void delete(Upload upload) throws IOException {
    jdbi.useHandle(
        h -> h.createUpdate("DELETE FROM upload WHERE id = :id").bind("id", upload.id()).execute());
    storage.delete(upload.key());
  }

  /// Removes expired uploads.
  public void sweep() throws IOException {
    List<Upload> expired =
        jdbi.withHandle(
            h ->
                h.createQuery("SELECT * FROM upload WHERE expires < :now")
                    .bind("now", System.currentTimeMillis())
                    .map(UploadStore::upload)
                    .list());
    for (Upload upload : expired) {
      delete(upload);
    }
  }
}
