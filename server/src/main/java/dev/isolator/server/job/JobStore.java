package dev.isolator.server.job;

import com.google.gson.Gson;
import dev.isolator.server.request.ModelVersion;
import dev.isolator.server.request.SeparationRequest;
import dev.isolator.server.worker.SeparatedSong;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// Jobs in the database. Every change of state is one `UPDATE` that names the state, and for
/// running jobs the run, that it leads out of: of two who want to end a job one changes a row and
/// the other none. Any thread, any number of servers.
public final class JobStore {
  private static final Gson GSON = new Gson();

  private final Jdbi jdbi;

  public JobStore(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /// Adds a job; if there is a result under its key, the job is done with that result.
  ///
  /// @param fresh queued
  /// @return the job as stored
  Job add(Job fresh, @Nullable IdempotencyKey key, long now) {
    return jdbi.inTransaction(
        h -> {
          Job.Work work = fresh.work();
          // Locked, so that the earlier job's result cannot be removed meanwhile.
          var earlier = resultOf(h, work.resultKey());
          h.createUpdate(
                  """
                  INSERT INTO job (id, state, owner, name, created, options, model_name, model_version, model_sha256, model_run,
                    input_bytes, input_sha256, recipe, idempotency_key, idempotency_sha256, ended, progress, reused,
                    result_folder, result, result_bytes)
                  VALUES (:id, :state, :owner, :name, :created, :options, :modelName, :modelVersion, :modelSha256, :modelRun,
                    :inputBytes, :inputSha256, :resultKey, :key, :requestSha256, :ended, :progress, :reused,
                    :folder, :result, 0)
                  """)
              .bind("id", fresh.id())
              .bind("state", earlier.isPresent() ? "done" : "queued")
              .bind("owner", fresh.owner())
              .bind("name", fresh.name())
              .bind("created", fresh.times().created())
              .bind("options", GSON.toJson(work.request()))
              .bind("modelName", work.model().name())
              .bind("modelVersion", work.model().version())
              .bind("modelSha256", work.model().sha256())
              .bind("modelRun", work.model().run())
              .bind("inputBytes", work.songBytes())
              .bind("inputSha256", work.songSha256())
              .bind("resultKey", work.resultKey())
              .bind("key", key == null ? null : key.text())
              .bind("requestSha256", key == null ? null : key.requestSha256())
              .bind("ended", earlier.isPresent() ? now : null)
              .bind("progress", earlier.isPresent() ? 1 : 0)
              .bind("reused", earlier.isPresent())
              .bind("folder", earlier.map(Job.Result::folder).orElse(null))
              .bind("result", earlier.map(result -> GSON.toJson(result.song())).orElse(null))
              .execute();
          return one(h, fresh.id()).orElseThrow();
        });
  }

  /// The newest result under a key; its row is locked until the transaction ends.
  private static Optional<Job.Result> resultOf(Handle h, String resultKey) {
    return h.createQuery(
            "SELECT * FROM job WHERE recipe = :resultKey AND state = 'done' ORDER BY created DESC LIMIT 1 FOR UPDATE")
        .bind("resultKey", resultKey)
        .map((row, _) -> job(row).doneResult())
        .findOne();
  }

  /// A job, and the key that its request had.
  record Keyed(Job job, IdempotencyKey key) {}

  /// The job that a caller made before with an idempotency key.
  ///
  /// @param text of the key
  Optional<Keyed> ofKey(String owner, String text) {
    return jdbi.withHandle(
        h ->
            h.createQuery("SELECT * FROM job WHERE owner = :owner AND idempotency_key = :key")
                .bind("owner", owner)
                .bind("key", text)
                .map(
                    (row, _) ->
                        new Keyed(
                            job(row),
                            new IdempotencyKey(text, row.getString("idempotency_sha256"))))
                .findOne());
  }

  /// A job.
  public Optional<Job> find(String id) {
    return jdbi.withHandle(h -> one(h, id));
  }

  private static Optional<Job> one(Handle h, String id) {
    return h.createQuery("SELECT * FROM job WHERE id = :id")
        .bind("id", id)
        .map((row, _) -> job(row))
        .findOne();
  }

  /// An owner's jobs, newest first.
  ///
  /// @param state only those; missing = all
  /// @param before only those older than this one; missing = from the newest
  public List<Job> list(String owner, @Nullable JobState state, @Nullable Job before, int limit) {
    return jdbi.withHandle(
        h ->
            h.createQuery(
                    """
                    SELECT * FROM job WHERE owner = :owner
                      AND (:state = '' OR state = :state)
                      AND (created < :created OR (created = :created AND id < :id))
                    ORDER BY created DESC, id DESC LIMIT :limit
                    """)
                .bind("owner", owner)
                .bind("state", state == null ? "" : state.text())
                .bind("created", before == null ? Long.MAX_VALUE : before.times().created())
                .bind("id", before == null ? "" : before.id())
                .bind("limit", limit)
                .map((row, _) -> job(row))
                .list());
  }

  /// What an owner occupies.
  ///
  /// @param waiting jobs that are queued or run
  /// @param bytes of songs and stems
  record Use(int waiting, long bytes) {}

  Use use(String owner) {
    return jdbi.withHandle(
        h ->
            h.createQuery(
                    """
                    SELECT COALESCE(SUM(CASE WHEN state IN ('queued', 'running') THEN 1 ELSE 0 END), 0) AS waiting,
                      COALESCE(SUM(input_bytes + result_bytes), 0) AS bytes
                    FROM job WHERE owner = :owner
                    """)
                .bind("owner", owner)
                .map((row, _) -> new Use(row.getInt("waiting"), row.getLong("bytes")))
                .one());
  }

  /// Jobs in a state.
  public int count(JobState state) {
    return jdbi.withHandle(
        h ->
            h.createQuery("SELECT COUNT(*) FROM job WHERE state = :state")
                .bind("state", state.text())
                .mapTo(Integer.class)
                .one());
  }

  /// A job that runs or is queued.
  ///
  /// @param progress share that is done, 0 while it is queued
  record Unended(String id, boolean running, double progress, PastRuns.Load load) {}

  /// Jobs that run, and then those that are queued, next first.
  List<Unended> unended() {
    return jdbi.withHandle(
        h ->
            h.createQuery(
                    """
                    SELECT id, state, progress, model_name, model_version, input_bytes
                    FROM job WHERE state IN ('queued', 'running')
                    ORDER BY CASE state WHEN 'running' THEN 0 ELSE 1 END, created, id LIMIT 10000
                    """)
                .map(
                    (row, _) ->
                        new Unended(
                            row.getString("id"),
                            row.getString("state").equals("running"),
                            row.getDouble("progress"),
                            load(row)))
                .list());
  }

  private static PastRuns.Load load(ResultSet row) throws SQLException {
    var model = new ModelVersion(row.getString("model_name"), row.getString("model_version"), "");
    return new PastRuns.Load(model.id(), row.getLong("input_bytes"));
  }

  /// What the latest 50 jobs that were computed took.
  PastRuns pastRuns() {
    return new PastRuns(
        jdbi.withHandle(
            h ->
                h.createQuery(
                        """
                        SELECT model_name, model_version, input_bytes, ended - started AS millis
                        FROM job
                        WHERE state = 'done' AND NOT reused AND started IS NOT NULL
                        ORDER BY created DESC LIMIT 50
                        """)
                    .map((row, _) -> new PastRuns.Run(load(row), row.getLong("millis") / 1000.0))
                    .list()));
  }

  /// How fast models were, by `name@version`: seconds of song in a second of computing, the median
  /// of the latest jobs of each, 500 of all together. A model that no job has used is missing.
  public Map<String, Double> speeds() {
    var speeds =
        jdbi.withHandle(
            h ->
                h.createQuery(
                        """
                        SELECT model_name, model_version, result FROM job
                        WHERE state = 'done' AND NOT reused ORDER BY created DESC LIMIT 500
                        """)
                    .map(
                        (row, _) -> {
                          var model =
                              new ModelVersion(
                                  row.getString("model_name"), row.getString("model_version"), "");
                          var song = GSON.fromJson(row.getString("result"), SeparatedSong.class);
                          return Map.entry(model.id(), song.seconds() / song.elapsedSeconds());
                        })
                    .list());
    return speeds.stream()
        .filter(speed -> Double.isFinite(speed.getValue()))
        .collect(
            Collectors.groupingBy(
                Map.Entry::getKey,
                Collectors.collectingAndThen(
                    Collectors.mapping(Map.Entry::getValue, Collectors.toList()),
                    JobStore::median)));
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
  }

  /// Gives a job another name.
  public void rename(String id, String name) {
    jdbi.useHandle(
        h ->
            h.createUpdate("UPDATE job SET name = :name WHERE id = :id")
                .bind("name", name)
                .bind("id", id)
                .execute());
  }

  /// Takes a job to run it: a queued one, or one whose runner died.
  ///
  /// @return the job, or nothing if it has ended or is gone
  Optional<Job> start(String id, String run, long now) {
    return jdbi.inTransaction(
        h -> {
          int changed =
              h.createUpdate(
                      """
                      UPDATE job SET state = 'running', run = :run, started = :now, progress = 0,
                        due = NULL, attempts = attempts + 1
                      WHERE id = :id AND state IN ('queued', 'running')
                      """)
                  .bind("id", id)
                  .bind("run", run)
                  .bind("now", now)
                  .execute();
          return changed == 1 ? one(h, id) : Optional.empty();
        });
  }

  /// Notes how far a run is.
  ///
  /// @param due when it will be done, in milliseconds since 1970; missing = not known yet
  /// @return whether it is still this run's job
  boolean progress(String id, String run, double share, @Nullable Long due) {
    return jdbi.withHandle(
            h ->
                h.createUpdate(
                        "UPDATE job SET progress = :share, due = :due WHERE id = :id AND run = :run AND state = 'running'")
                    .bind("id", id)
                    .bind("run", run)
                    .bind("share", Math.min(share, 0.999))
                    .bind("due", due)
                    .execute())
        == 1;
  }

  /// Puts a running job back into the queue when its server shuts down; the attempt does not count.
  void requeue(String id, String run) {
    jdbi.useHandle(
        h ->
            h.createUpdate(
                    """
                    UPDATE job SET state = 'queued', run = NULL, started = NULL, progress = 0,
                      due = NULL, attempts = attempts - 1
                    WHERE id = :id AND run = :run AND state = 'running'
                    """)
                .bind("id", id)
                .bind("run", run)
                .execute());
  }

  /// Puts a running job back into the queue when its run failed by the server's fault; the attempt
  /// counts.
  void requeueFailed(String id, String run) {
    jdbi.useHandle(
        h ->
            h.createUpdate(
                    """
                    UPDATE job SET state = 'queued', run = NULL, started = NULL, progress = 0,
                      due = NULL
                    WHERE id = :id AND run = :run AND state = 'running'
                    """)
                .bind("id", id)
                .bind("run", run)
                .execute());
  }

  /// Puts a running job back into the queue when its server died; the attempt counts.
  void requeueAbandoned(String id) {
    jdbi.useHandle(
        h ->
            h.createUpdate(
                    """
                    UPDATE job SET state = 'queued', run = NULL, started = NULL, progress = 0,
                      due = NULL
                    WHERE id = :id AND state = 'running'
                    """)
                .bind("id", id)
                .execute());
  }

  /// Ends a run with a result.
  ///
  /// @return whether it was still this run's job
  boolean done(String id, String run, String folder, SeparatedSong song, long bytes, long now) {
    return jdbi.withHandle(
            h ->
                h.createUpdate(
                        """
                        UPDATE job SET state = 'done', run = NULL, progress = 1, ended = :now,
                          result_folder = :folder, result = :result, result_bytes = :bytes
                        WHERE id = :id AND run = :run AND state = 'running'
                        """)
                    .bind("id", id)
                    .bind("run", run)
                    .bind("now", now)
                    .bind("folder", folder)
                    .bind("result", GSON.toJson(song))
                    .bind("bytes", bytes)
                    .execute())
        == 1;
  }

  /// Ends a run with the result of an earlier job under the same key, if there is one by now.
  boolean reuse(Job job, String run, long now) {
    return jdbi.inTransaction(
        h -> {
          var earlier = resultOf(h, job.work().resultKey());
          return earlier.isPresent()
              && h.createUpdate(
                          """
                          UPDATE job SET state = 'done', run = NULL, progress = 1, ended = :now,
                            result_folder = :folder, result = :result, reused = TRUE
                          WHERE id = :id AND run = :run AND state = 'running'
                          """)
                      .bind("id", job.id())
                      .bind("run", run)
                      .bind("now", now)
                      .bind("folder", earlier.get().folder())
                      .bind("result", GSON.toJson(earlier.get().song()))
                      .execute()
                  == 1;
        });
  }

  /// Ends a run without a result.
  boolean failed(String id, String run, String kind, String reason, long now) {
    return jdbi.withHandle(
            h ->
                h.createUpdate(
                        """
                        UPDATE job SET state = 'failed', run = NULL, ended = :now,
                          failure_kind = :kind, failure_reason = :reason
                        WHERE id = :id AND run = :run AND state = 'running'
                        """)
                    .bind("id", id)
                    .bind("run", run)
                    .bind("now", now)
                    .bind("kind", kind)
                    .bind("reason", reason.substring(0, Math.min(1000, reason.length())))
                    .execute())
        == 1;
  }

  /// Cancels a job that has not ended.
  ///
  /// @return whether it was this call that ended it
  public boolean cancel(String id, long now) {
    return jdbi.withHandle(
            h ->
                h.createUpdate(
                        """
                        UPDATE job SET state = 'cancelled', run = NULL, ended = :now
                        WHERE id = :id AND state IN ('queued', 'running')
                        """)
                    .bind("id", id)
                    .bind("now", now)
                    .execute())
        == 1;
  }

  /// Removes a job.
  ///
  /// @return the folder of results that no job needs any more, if there is one
  Optional<String> delete(Job job) {
    String folder = job.result() == null ? null : job.result().folder();
    return jdbi.inTransaction(
        h -> {
          // All that share the folder, in one order: two of them may be deleted at the same moment.
          h.createQuery("SELECT id FROM job WHERE result_folder = :folder ORDER BY id FOR UPDATE")
              .bind("folder", folder)
              .mapTo(String.class)
              .list();
          long bytes =
              h.createQuery("SELECT result_bytes FROM job WHERE id = :id")
                  .bind("id", job.id())
                  .mapTo(Long.class)
                  .findOne()
                  .orElse(0L);
          h.createUpdate("DELETE FROM job WHERE id = :id").bind("id", job.id()).execute();
          if (folder == null) {
            return Optional.empty();
          }
          // A job that reuses the folder answers for its bytes from now on.
          return grow(h, folder, bytes) ? Optional.empty() : Optional.of(folder);
        });
  }

  /// Notes that a folder of results takes more room.
  void grow(String folder, long bytes) {
    jdbi.useTransaction(h -> grow(h, folder, bytes));
  }

  /// @return whether any job has the folder
  private static boolean grow(Handle h, String folder, long bytes) {
    return h.createUpdate(
                """
                UPDATE job SET result_bytes = result_bytes + :bytes
                WHERE id = (SELECT MIN(id) FROM job WHERE result_folder = :folder)
                """)
            .bind("bytes", bytes)
            .bind("folder", folder)
            .execute()
        == 1;
  }

  /// Jobs that wait or run without a task of the scheduler: their server died after it had stored
  /// the job and before it had queued it.
  List<String> unscheduled(String task, long createdBefore) {
    return jdbi.withHandle(
        h ->
            h.createQuery(
                    """
                    SELECT id FROM job WHERE state IN ('queued', 'running') AND created < :before
                      AND NOT EXISTS (SELECT 1 FROM scheduled_tasks
                        WHERE task_name = :task AND task_instance = job.id)
                      AND NOT EXISTS (SELECT 1 FROM scheduled_takeovers
                        WHERE task_instance = job.id)
                    """)
                .bind("before", createdBefore)
                .bind("task", task)
                .mapTo(String.class)
                .list());
  }

  /// Jobs that ended before a time, oldest first.
  List<Job> endedBefore(long time, int limit) {
    return jdbi.withHandle(
        h ->
            h.createQuery(
                    "SELECT * FROM job WHERE ended IS NOT NULL AND ended < :time ORDER BY ended LIMIT :limit")
                .bind("time", time)
                .bind("limit", limit)
                .map((row, _) -> job(row))
                .list());
  }

  /// Bytes of all songs and stems.
  public long bytes() {
    return jdbi.withHandle(
        h ->
            h.createQuery("SELECT COALESCE(SUM(input_bytes + result_bytes), 0) FROM job")
                .mapTo(Long.class)
                .one());
  }

  /// Whether any job has this folder of results.
  boolean hasFolder(String folder) {
    return jdbi.withHandle(
            h ->
                h.createQuery("SELECT COUNT(*) FROM job WHERE result_folder = :folder")
                    .bind("folder", folder)
                    .mapTo(Integer.class)
                    .one())
        > 0;
  }

  private static Job job(ResultSet row) throws SQLException {
    return new Job(
        row.getString("id"),
        row.getString("owner"),
        row.getString("name"),
        JobState.of(row.getString("state")),
        new Job.Times(row.getLong("created"), time(row, "started"), time(row, "ended")),
        new Job.Attempt(row.getDouble("progress"), row.getInt("attempts"), time(row, "due")),
        new Job.Work(
            row.getLong("input_bytes"),
            row.getString("input_sha256"),
            GSON.fromJson(row.getString("options"), SeparationRequest.class),
            new ModelVersion(
                row.getString("model_name"),
                row.getString("model_version"),
                row.getString("model_sha256"),
                row.getString("model_run")),
            row.getString("recipe")),
        result(row),
        failure(row));
  }

  private static Job.@Nullable Result result(ResultSet row) throws SQLException {
    String folder = row.getString("result_folder");
    return folder == null
        ? null
        : new Job.Result(
            folder,
            GSON.fromJson(row.getString("result"), SeparatedSong.class),
            row.getBoolean("reused"));
  }

  private static Job.@Nullable Failure failure(ResultSet row) throws SQLException {
    String kind = row.getString("failure_kind");
    return kind == null ? null : new Job.Failure(kind, row.getString("failure_reason"));
  }

  private static @Nullable Long time(ResultSet row, String column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? null : value;
  }
}
