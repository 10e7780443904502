package dev.isolator.server.job;

import dev.isolator.server.job.QuotaException.Quota;
import dev.isolator.server.log.Log;
import dev.isolator.server.request.ModelVersion;
import dev.isolator.server.request.SeparationRequest;
import dev.isolator.server.storage.Storage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.jspecify.annotations.Nullable;

/// Makes jobs of uploaded songs, within the quotas.
public final class JobSubmission {
  private static final Log LOG = Log.of(JobSubmission.class);

  private final JobStore store;
  private final Storage storage;
  private final JobQueue queue;
  private final JobLimits limits;

  public JobSubmission(JobStore store, Storage storage, JobQueue queue, JobLimits limits) {
    this.store = store;
    this.storage = storage;
    this.queue = queue;
    this.limits = limits;
  }

  /// An uploaded song.
  ///
  /// @param owner whose job it becomes
  /// @param name what to call it
  /// @param file in a scratch folder; [#submit] moves it away
  /// @param sha256 of its bytes, lower-case hex
  public record UploadedSong(String owner, String name, Path file, long bytes, String sha256) {}

  /// Checks the quotas for one more upload: before its bytes are read, and again after.
  ///
  /// @param bytes of the upload, as announced or counted
  public void checkQuotas(String owner, long bytes) throws QuotaException, IOException {
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

  /// Whether a caller's job has an idempotency key.
  ///
  /// @param key its text; missing = the request has none
  public boolean isKnown(String owner, @Nullable String key) {
    return key != null && store.ofKey(owner, key).isPresent();
  }

  /// The job that the same request made before.
  ///
  /// @param key missing = the request has none
  /// @throws KeyReusedException if another request came with the key
  public Optional<Job> submittedBefore(String owner, @Nullable IdempotencyKey key)
      throws KeyReusedException {
    var before = key == null ? Optional.<JobStore.Keyed>empty() : store.ofKey(owner, key.text());
    if (before.isPresent() && !before.get().key().equals(key)) {
      throw new KeyReusedException();
    }
    return before.map(JobStore.Keyed::job);
  }

  /// Makes a job, and queues it unless an earlier result is reused.
  ///
  /// @param model that the request's model name stands for now
  public Job submit(
      UploadedSong song,
      SeparationRequest request,
      ModelVersion model,
      @Nullable IdempotencyKey key)
      throws IOException, QuotaException, KeyReusedException {
    checkQuotas(song.owner(), song.bytes());
    long now = System.currentTimeMillis();
    String id = JobId.fresh();
    String resultKey = ResultKey.of(song.sha256(), model, request);
    var work = new Job.Work(song.bytes(), song.sha256(), request, model, resultKey);
    var fresh = Job.queued(id, song.owner(), song.name(), now, work);
    storage.publish(song.file(), StorageLayout.input(id));
    Job job;
    try {
      job = store.add(fresh, key, now);
    } catch (UnableToExecuteStatementException e) {
      storage.delete(StorageLayout.input(id));
      var concurrent = submittedBefore(song.owner(), key);
      if (concurrent.isPresent()) {
        return concurrent.get(); // the same HTTP request, at the same moment
      }
      throw e;
    }
    LOG.info(
        "job made",
        "job",
        id,
        "bytes",
        song.bytes(),
        "reused",
        job.isReused(),
        "name",
        song.name());
    if (!job.state().isEnd()) {
      queue.add(id);
    }
    return job;
  }
}
