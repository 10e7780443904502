package dev.isolator.server.job;

import dev.isolator.server.log.Log;
import dev.isolator.server.storage.Storage;
import dev.isolator.server.storage.StorageKey;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Removes jobs that a user deletes, jobs that have expired, the oldest jobs when the storage limit
/// is exceeded, and files without a job.
public final class JobRemoval {
  private static final Log LOG = Log.of(JobRemoval.class);
  private static final int BATCH = 100;

  /// Files without a job that are younger may belong to a job that is just being made.
  private static final Duration ORPHAN_AGE = Duration.ofHours(1);

  private static final Duration SCRATCH_AGE = Duration.ofDays(1);

  private final JobStore store;
  private final Storage storage;
  private final JobLimits limits;

  public JobRemoval(JobStore store, Storage storage, JobLimits limits) {
    this.store = store;
    this.storage = storage;
    this.limits = limits;
  }

  /// Removes a job and the files that belong to no other job. A run that is under way notices
  /// within a second.
  public void delete(Job job) throws IOException {
    var unneeded = store.delete(job);
    storage.delete(StorageLayout.input(job.id()));
    if (unneeded.isPresent()) {
      storage.delete(StorageLayout.results(unneeded.get()));
    }
    LOG.info("job deleted", "job", job.id());
  }

  /// Applies the limits on age and bytes, and removes what dead servers left.
  public void sweep() throws IOException {
    long now = System.currentTimeMillis();
    for (List<Job> old = aged(now); !old.isEmpty(); old = aged(now)) {
      deleteAll(old);
    }
    while (store.bytes() > limits.keepBytes()) {
      List<Job> oldest = store.endedBefore(Long.MAX_VALUE, 1);
      if (oldest.isEmpty()) {
        break; // all that is left waits or runs
      }
      deleteAll(oldest);
    }
    sweepOrphans();
    storage.sweepScratch(Instant.now().minus(SCRATCH_AGE));
  }

  private List<Job> aged(long now) {
    return store.endedBefore(now - limits.keepMillis(), BATCH);
  }

  private void deleteAll(List<Job> jobs) throws IOException {
    for (Job job : jobs) {
      delete(job);
    }
  }

  private void sweepOrphans() throws IOException {
    Instant before = Instant.now().minus(ORPHAN_AGE);
    for (StorageKey key : storage.list(StorageLayout.RESULTS)) {
      if (isOlder(key, before) && !store.hasFolder(name(key))) {
        storage.delete(key);
      }
    }
    for (StorageKey key : storage.list(StorageLayout.INPUTS)) {
      if (isOlder(key, before) && store.find(name(key)).isEmpty()) {
        storage.delete(key);
      }
    }
  }

  private boolean isOlder(StorageKey key, Instant before) throws IOException {
    try {
      return storage.modified(key).isBefore(before);
    } catch (NoSuchFileException e) {
      return false; // removed meanwhile
    }
  }

  private static String name(StorageKey key) {
    return key.text().substring(key.text().indexOf('/') + 1);
  }
}
