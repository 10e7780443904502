package dev.isolator.server.job;

import dev.isolator.server.job.QuotaException.Quota;
import dev.isolator.server.log.Log;
import dev.isolator.server.storage.Storage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.jspecify.annotations.Nullable;

/// Makes jobs of songs that have been uploaded, within the quotas.
public final class JobIntake {
  private static final Log LOG = Log.of(JobIntake.class);

  private final JobStore store;
  private final Storage storage;
  private final JobQueue queue;
  private final JobLimits limits;

  public JobIntake(JobStore store, Storage storage, JobQueue queue, JobLimits limits) {
    this.store = store;
    this.storage = storage;
    this.queue = queue;
    this.limits = limits;
  }

  /// A song that has arrived.
  ///
  /// @param owner whose
  /// @param name what to call it
  /// @param file in a scratch folder; moved away
  /// @param sha256 of its bytes, lower-case hex
  public record Song(String owner, String name, Path file, long bytes, String sha256) {}

  /// How it shall be taken apart.
  ///
  /// @param model that the options' model stands for
  public record Wish(JobOptions options, JobModel model) {}

  /// Whether there is room for one more upload. Asked before its bytes are read, and again after.
  ///
  /// @param bytes of the upload, as announced or counted
  public void checkRoom(String owner, long bytes) throws QuotaException, IOException {
    JobStore.Use use = store.use(owner);
    if (use.waiting() >= limits.maxWaitingPerOwner()) {
      throw new QuotaException(
          Quota.QUEUE,
          "%d of your songs are waiting already, which is all that this server takes at a time; try again when one is done."
              .formatted(use.waiting()));
    }
    if (store.count(JobState.QUEUED) >= limits.maxWaiting()) {
      throw new QuotaException(
          Quota.QUEUE, "So many songs are waiting that no more are taken now; try again later.");
    }
    if (use.bytes() + bytes > limits.maxBytesPerOwner()) {
      throw new QuotaException(
          Quota.BYTES,
          "Your songs and stems would take more than the %d MB that they may; delete some."
              .formatted(limits.maxBytesPerOwner() >> 20));
    }
    if (storage.freeBytes() - bytes < limits.minFreeBytes()) {
      throw new QuotaException(Quota.STORAGE, "The server's storage is full; try again later.");
    }
  }

  /// The job that was made before with this idempotency key.
  public Optional<Job> madeBefore(String owner, @Nullable String idempotencyKey) {
    return idempotencyKey == null ? Optional.empty() : store.ofKey(owner, idempotencyKey);
  }

  /// Makes a job, and queues it unless an earlier result is reused.
  public Job make(Song song, Wish wish, @Nullable String idempotencyKey)
      throws IOException, QuotaException {
    checkRoom(song.owner(), song.bytes());
    long now = System.currentTimeMillis();
    String id = JobId.fresh();
    var fresh = fresh(id, song, wish, now);
    storage.publish(song.file(), Areas.input(id));
    Job job;
    try {
      job = store.add(fresh, idempotencyKey, now);
    } catch (UnableToExecuteStatementException e) {
      storage.delete(Areas.input(id));
      var twin = madeBefore(song.owner(), idempotencyKey);
      if (twin.isPresent()) {
        return twin.get(); // the same request, at the same moment
      }
      throw e;
    }
    LOG.info(
        "job made", "job", id, "bytes", song.bytes(), "reused", job.reused(), "name", song.name());
    if (!job.state().isEnd()) {
      queue.add(id);
    }
    return job;
  }

  private static Job fresh(String id, Song song, Wish wish, long now) {
    String recipe = Recipe.of(song.sha256(), wish.model(), wish.options());
    return new Job(
        id,
        JobState.QUEUED,
        song.owner(),
        song.name(),
        now,
        null,
        null,
        0,
        null,
        0,
        wish.options(),
        wish.model(),
        song.bytes(),
        song.sha256(),
        recipe,
        false,
        null,
        null,
        null,
        null);
  }
}
