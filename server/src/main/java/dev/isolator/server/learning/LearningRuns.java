package dev.isolator.server.learning;

import dev.isolator.model.ModelAliases.Target;
import dev.isolator.server.job.JobId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// Runs of the learning loop in the database. Every change names the server that works on the run,
/// so that of two who believe to, one changes a row and the other none.
public final class LearningRuns {
  private static final String UNENDED = "('queued', 'collecting', 'training', 'judging')";

  private final Jdbi jdbi;

  public LearningRuns(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /// Adds a run, unless one is under way.
  ///
  /// @param until `collect` or `gate`
  /// @param minutes missing = those of `learn.yaml`
  public Optional<LearningCycleRow> add(String until, @Nullable Double minutes, String who) {
    return jdbi.inTransaction(
        h -> {
          LearningAudit.lock(h);
          if (underWay(h).isPresent()) {
            return Optional.empty();
          }
          String id = JobId.fresh();
          h.createUpdate(
                  """
                  INSERT INTO learning_run (id, state, until_stage, minutes, who, created)
                  VALUES (:id, 'queued', :until, :minutes, :who, :now)
                  """)
              .bind("id", id)
              .bind("until", until)
              .bind("minutes", minutes)
              .bind("who", who)
              .bind("now", System.currentTimeMillis())
              .execute();
          return find(h, id);
        });
  }

  /// A run.
  public Optional<LearningCycleRow> find(String id) {
    return jdbi.withHandle(h -> find(h, id));
  }

  private static Optional<LearningCycleRow> find(Handle h, String id) {
    return h.createQuery("SELECT * FROM learning_run WHERE id = :id")
        .bind("id", id)
        .map((row, _) -> row(row))
        .findOne();
  }

  /// The run that is under way.
  public Optional<LearningCycleRow> underWay() {
    return jdbi.withHandle(LearningRuns::underWay);
  }

  private static Optional<LearningCycleRow> underWay(Handle h) {
    return h.createQuery("SELECT * FROM learning_run WHERE state IN " + UNENDED)
        .map((row, _) -> row(row))
        .findFirst();
  }

  /// Runs, newest first.
  public List<LearningCycleRow> list(int limit) {
    return jdbi.withHandle(
        h ->
            h.createQuery("SELECT * FROM learning_run ORDER BY created DESC, id LIMIT :limit")
                .bind("limit", limit)
                .map((row, _) -> row(row))
                .list());
  }

  /// Runs in a state.
  public int count(LearningState state) {
    return jdbi.withHandle(
        h ->
            h.createQuery("SELECT COUNT(*) FROM learning_run WHERE state = :state")
                .bind("state", state.text())
                .mapTo(Integer.class)
                .one());
  }

  /// Takes a run to work on it.
  ///
  /// @param worker who does
  Optional<LearningCycleRow> take(String id, String worker) {
    return jdbi.inTransaction(
        h ->
            h.createUpdate(
                            "UPDATE learning_run SET worker = :worker, paused = FALSE WHERE id = :id AND state IN "
                                + UNENDED)
                        .bind("id", id)
                        .bind("worker", worker)
                        .execute()
                    == 1
                ? find(h, id)
                : Optional.empty());
  }

  /// Notes what has come of a run, and its next state.
  ///
  /// @return whether it is still this worker's
  boolean advance(String id, String worker, LearningState state, LearningCycleRow.Made made) {
    return jdbi.withHandle(h -> advance(h, id, worker, state, made, null));
  }

  private static boolean advance(
      Handle h,
      String id,
      String worker,
      LearningState state,
      LearningCycleRow.Made made,
      @Nullable String message) {
    return h.createUpdate(
                """
                UPDATE learning_run SET state = :state, data_number = :data, run = :run, model = :model,
                  model_sha256 = :modelSha256, base = :base, base_sha256 = :baseSha256, report = :report,
                  message = :message, ended = :ended, paused = FALSE
                WHERE id = :id AND worker = :worker AND state IN
                """
                    + UNENDED)
            .bind("id", id)
            .bind("worker", worker)
            .bind("state", state.text())
            .bind("data", made.data())
            .bind("run", made.run())
            .bind("model", made.model())
            .bind("modelSha256", made.modelSha256())
            .bind("base", made.base())
            .bind("baseSha256", made.baseSha256())
            .bind("report", made.report())
            .bind("message", message)
            .bind("ended", state.isEnd() ? System.currentTimeMillis() : null)
            .execute()
        == 1;
  }

  /// Ends a run; one that passed becomes the candidate in the same transaction.
  ///
  /// @param candidate missing unless it passed
  /// @param message what people should know; missing = nothing
  boolean end(
      LearningCycleRow row,
      String worker,
      LearningState state,
      LearningCycleRow.Made made,
      @Nullable Target candidate,
      @Nullable String message) {
    return jdbi.inTransaction(
        h -> {
          String shortened =
              message == null ? null : message.substring(0, Math.min(2000, message.length()));
          boolean ours = advance(h, row.id(), worker, state, made, shortened);
          if (ours && candidate != null) {
            LearningAliases.nominate(h, candidate, row.who(), row.id());
          }
          return ours;
        });
  }

  /// Notes whether training stands still.
  void pause(String id, String worker, boolean paused) {
    jdbi.useHandle(
        h ->
            h.createUpdate(
                    "UPDATE learning_run SET paused = :paused WHERE id = :id AND worker = :worker")
                .bind("id", id)
                .bind("worker", worker)
                .bind("paused", paused)
                .execute());
  }

  /// Asks a run to end.
  ///
  /// @return whether it had not ended
  public boolean stop(String id) {
    return jdbi.withHandle(
            h ->
                h.createUpdate(
                        "UPDATE learning_run SET stopping = TRUE WHERE id = :id AND state IN "
                            + UNENDED)
                    .bind("id", id)
                    .execute())
        == 1;
  }

  private static LearningCycleRow row(ResultSet row) throws SQLException {
    double minutes = row.getDouble("minutes");
    Double budget = row.wasNull() ? null : minutes;
    long ended = row.getLong("ended");
    Long end = row.wasNull() ? null : ended;
    int data = row.getInt("data_number");
    Integer version = row.wasNull() ? null : data;
    return new LearningCycleRow(
        row.getString("id"),
        LearningState.of(row.getString("state")),
        row.getString("until_stage"),
        budget,
        row.getString("who"),
        row.getBoolean("stopping"),
        row.getBoolean("paused"),
        row.getLong("created"),
        end,
        new LearningCycleRow.Made(
            version,
            row.getString("run"),
            row.getString("model"),
            row.getString("model_sha256"),
            row.getString("base"),
            row.getString("base_sha256"),
            row.getString("report")),
        row.getString("message"));
  }
}
