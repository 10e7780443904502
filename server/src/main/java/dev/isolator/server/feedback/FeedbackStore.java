package dev.isolator.server.feedback;

import com.google.gson.Gson;
import dev.isolator.server.job.Areas;
import dev.isolator.server.job.Job;
import dev.isolator.server.job.JobModel;
import dev.isolator.server.storage.Key;
import dev.isolator.server.storage.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/// Feedback in the database. Of songs with consent a copy is kept in the storage, under the song's
/// hash, for as long as somebody's consent stands: taking feedback back, or deleting its job, ends
/// it.
public final class FeedbackStore {
  private static final Gson GSON = new Gson();
  private static final String CONSENTED = "consented";

  private final Jdbi jdbi;
  private final Storage storage;

  public FeedbackStore(Jdbi jdbi, Storage storage) {
    this.jdbi = jdbi;
    this.storage = storage;
  }

  /// What was said of a job.
  public Optional<Feedback> find(String job) {
    return jdbi.withHandle(
        h ->
            h.createQuery("SELECT * FROM feedback WHERE job = :job")
                .bind("job", job)
                .map((row, _) -> feedback(row))
                .findOne());
  }

  /// Everything that was said, oldest first.
  public List<Feedback> all() {
    return jdbi.withHandle(
        h ->
            h.createQuery("SELECT * FROM feedback ORDER BY created, job")
                .map((row, _) -> feedback(row))
                .list());
  }

  /// Stores an opinion in place of the one before.
  public Feedback put(Job job, Opinion opinion) throws IOException {
    long now = System.currentTimeMillis();
    if (opinion.consent()) {
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
                  .bind("consent", opinion.consent())
                  .bind("content", GSON.toJson(opinion))
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
                .bind("modelName", job.model().name())
                .bind("modelVersion", job.model().version())
                .bind("modelSha256", job.model().sha256())
                .bind("sha256", job.inputSha256())
                .bind("consent", opinion.consent())
                .bind("content", GSON.toJson(opinion))
                .bind("now", now)
                .execute();
          }
        });
    if (!opinion.consent()) {
      dropUnlessConsented(job.inputSha256());
    }
    return find(job.id()).orElseThrow();
  }

  /// Takes an opinion back.
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
    dropUnlessConsented(job.inputSha256());
    return was;
  }

  /// Where a song with consent is.
  public Key audio(String sha256) {
    return Key.of(CONSENTED, sha256);
  }

  private void keep(Job job) throws IOException {
    Key copy = audio(job.inputSha256());
    if (storage.find(copy).isPresent()) {
      return;
    }
    Path scratch = storage.scratch("consent");
    try (InputStream song = storage.read(Areas.input(job.id()), 0)) {
      Path file = scratch.resolve("song");
      Files.copy(song, file);
      storage.publish(file, copy);
    } finally {
      storage.delete(Key.of("scratch", String.valueOf(scratch.getFileName())));
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

  /// Removes songs whose consents went with their jobs.
  public void sweep() throws IOException {
    for (Key key : storage.list(CONSENTED)) {
      dropUnlessConsented(key.text().substring(CONSENTED.length() + 1));
    }
  }

  private static Feedback feedback(ResultSet row) throws SQLException {
    return new Feedback(
        row.getString("job"),
        GSON.fromJson(row.getString("content"), Opinion.class),
        new JobModel(
            row.getString("model_name"),
            row.getString("model_version"),
            row.getString("model_sha256")),
        row.getString("audio_sha256"),
        row.getLong("created"),
        row.getLong("updated"));
  }
}
