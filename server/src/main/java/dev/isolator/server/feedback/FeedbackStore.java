package dev.isolator.server.feedback;

import com.google.gson.Gson;
import dev.isolator.server.job.Job;
import dev.isolator.server.job.StorageLayout;
import dev.isolator.server.request.ModelVersion;
import dev.isolator.server.storage.Storage;
import dev.isolator.server.storage.StorageKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/// Feedback in the database. A copy of each song with consent is kept in the storage, under the
/// song's hash, until no feedback with consent is left: removing feedback, or deleting its job,
/// ends the consent.
public final class FeedbackStore {
  private static final Gson GSON = new Gson();
  private static final String CONSENTED = "consented";

  private final Jdbi jdbi;
  private final Storage storage;

  public FeedbackStore(Jdbi jdbi, Storage storage) {
    this.jdbi = jdbi;
    this.storage = storage;
  }

  /// The feedback on a job.
  public Optional<Feedback> find(String job) {
    return jdbi.withHandle(
        h ->
            h.createQuery("SELECT * FROM feedback WHERE job = :job")
                .bind("job", job)
                .map((row, _) -> feedback(row))
                .findOne());
  }

  /// All feedback, oldest first.
  public List<Feedback> all() {
    return jdbi.withHandle(
        h ->
            h.createQuery("SELECT * FROM feedback ORDER BY created, job")
                .map((row, _) -> feedback(row))
                .list());
  }

  /// Stores feedback in place of what was stored before.
  public Feedback put(Job job, FeedbackContent content) throws IOException {
    long now = System.currentTimeMillis();
    if (content.consent()) {
      keep(job);
    }
    jdbi.useTransaction(
        h -> {
          int changed =
              h.createUpdate(
                      """
                      UPDATE feedback SET consent = :consent, content = :content, updated = :now
                      WHERE job = :job
                      """)
                  .bind("consent", content.consent())
                  .bind("content", GSON.toJson(content))
                  .bind("now", now)
                  .bind("job", job.id())
                  .execute();
          if (changed == 0) {
            h.createUpdate(
                    """
                    INSERT INTO feedback (job, owner, model_name, model_version, model_sha256,
                      audio_sha256, consent, content, created, updated)
                    VALUES (:job, :owner, :modelName, :modelVersion, :modelSha256,
                      :sha256, :consent, :content, :now, :now)
                    """)
                .bind("job", job.id())
                .bind("owner", job.owner())
                .bind("modelName", job.work().model().name())
                .bind("modelVersion", job.work().model().version())
                .bind("modelSha256", job.work().model().sha256())
                .bind("sha256", job.work().songSha256())
                .bind("consent", content.consent())
                .bind("content", GSON.toJson(content))
                .bind("now", now)
                .execute();
          }
        });
    if (!content.consent()) {
      dropUnlessConsented(job.work().songSha256());
    }
    return find(job.id()).orElseThrow();
  }

  /// Removes the feedback on a job.
  ///
  /// @return whether there was one
  public boolean delete(Job job) throws IOException {
    boolean was =
        jdbi.withHandle(
                h ->
                    h.createUpdate("DELETE FROM feedback WHERE job = :job")
                        .bind("job", job.id())
                        .execute())
            == 1;
    dropUnlessConsented(job.work().songSha256());
    return was;
  }

  /// The key of the copy of a song with consent.
  public StorageKey audio(String sha256) {
    return StorageKey.of(CONSENTED, sha256);
  }

  private void keep(Job job) throws IOException {
    StorageKey copy = audio(job.work().songSha256());
    if (storage.find(copy).isPresent()) {
      return;
    }
    Path scratch = storage.scratch("consent");
    try (InputStream song = storage.read(StorageLayout.input(job.id()), 0)) {
      Path file = scratch.resolve("song");
      Files.copy(song, file);
      storage.publish(file, copy);
    } finally {
      storage.delete(StorageKey.of("scratch", String.valueOf(scratch.getFileName())));
    }
  }

  private void dropUnlessConsented(String sha256) throws IOException {
    int consents =
        jdbi.withHandle(
            h ->
                h.createQuery(
                        "SELECT COUNT(*) FROM feedback WHERE audio_sha256 = :sha256 AND consent")
                    .bind("sha256", sha256)
                    .mapTo(Integer.class)
                    .one());
    if (consents == 0) {
      storage.delete(audio(sha256));
    }
  }

  /// Removes copies of songs whose last consent was removed with its job.
  public void sweep() throws IOException {
    for (StorageKey key : storage.list(CONSENTED)) {
      dropUnlessConsented(key.text().substring(CONSENTED.length() + 1));
    }
  }

  private static Feedback feedback(ResultSet row) throws SQLException {
    return new Feedback(
        row.getString("job"),
        row.getString("owner"),
        GSON.fromJson(row.getString("content"), FeedbackContent.class),
        new ModelVersion(
            row.getString("model_name"),
            row.getString("model_version"),
            row.getString("model_sha256")),
        row.getString("audio_sha256"),
        row.getLong("created"),
        row.getLong("updated"));
  }
}
