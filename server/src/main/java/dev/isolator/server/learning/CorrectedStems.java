package dev.isolator.server.learning;

import dev.isolator.server.job.Job;
import dev.isolator.server.storage.Storage;
import dev.isolator.server.storage.StorageKey;
import dev.isolator.server.upload.Upload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jdbi.v3.core.Jdbi;

/// Stems of a job's song as they truly are, which people give. They go with the job, and are learnt
/// from only while the song's feedback has a consent.
public final class CorrectedStems {
  private static final String PREFIX = "corrected";

  /// The stems that can be given.
  public static final List<String> NAMES = List.of("vocals", "music");

  private final Jdbi jdbi;
  private final Storage storage;

  public CorrectedStems(Jdbi jdbi, Storage storage) {
    this.jdbi = jdbi;
    this.storage = storage;
  }

  /// A stem.
  ///
  /// @param licence under which it was given
  /// @param created in milliseconds since 1970
  public record Stem(String job, String stem, String licence, long bytes, long created) {}

  /// The stems of a job.
  public List<Stem> of(String job) {
    return jdbi.withHandle(
        h ->
            h.createQuery("SELECT * FROM corrected_stem WHERE job = :job ORDER BY stem")
                .bind("job", job)
                .map(
                    (row, _) ->
                        new Stem(
                            row.getString("job"),
                            row.getString("stem"),
                            row.getString("licence"),
                            row.getLong("bytes"),
                            row.getLong("created")))
                .list());
  }

  /// Where a stem is kept.
  StorageKey key(String job, String stem) {
    return StorageKey.of(PREFIX, job + "-" + stem);
  }

  /// Stores a stem in place of an earlier one.
  ///
  /// @param upload a complete one; its file is copied
  public void put(Job job, String stem, String licence, Upload upload) throws IOException {
    Path scratch = storage.scratch("corrected");
    try {
      Path file = scratch.resolve("stem");
      try (var in = storage.read(upload.key(), 0)) {
        Files.copy(in, file);
      }
      storage.delete(key(job.id(), stem));
      storage.publish(file, key(job.id(), stem));
    } finally {
      storage.delete(StorageKey.of("scratch", String.valueOf(scratch.getFileName())));
    }
    jdbi.useTransaction(
        h -> {
          h.createUpdate("DELETE FROM corrected_stem WHERE job = :job AND stem = :stem")
              .bind("job", job.id())
              .bind("stem", stem)
              .execute();
          h.createUpdate(
                  "INSERT INTO corrected_stem (job, stem, licence, bytes, created) VALUES (:job, :stem, :licence, :bytes, :now)")
              .bind("job", job.id())
              .bind("stem", stem)
              .bind("licence", licence)
              .bind("bytes", upload.length())
              .bind("now", System.currentTimeMillis())
              .execute();
        });
  }

  /// Removes a stem.
  ///
  /// @return whether there was one
  public boolean delete(String job, String stem) throws IOException {
    boolean was =
        jdbi.withHandle(
                h ->
                    h.createUpdate("DELETE FROM corrected_stem WHERE job = :job AND stem = :stem")
                        .bind("job", job)
                        .bind("stem", stem)
                        .execute())
            == 1;
    storage.delete(key(job, stem));
    return was;
  }

  /// Removes files whose job is gone.
  public void sweep() throws IOException {
    for (StorageKey key : storage.list(PREFIX)) {
      String name = key.text().substring(PREFIX.length() + 1);
      int dash = name.lastIndexOf('-');
      boolean known =
          dash > 0
              && of(name.substring(0, dash)).stream()
                  .anyMatch(stem -> stem.stem().equals(name.substring(dash + 1)));
      if (!known) {
        storage.delete(key);
      }
    }
  }
}
