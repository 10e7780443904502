package dev.isolator.server.job;

import dev.isolator.server.log.Log;
import dev.isolator.server.request.ModelVersion;
import dev.isolator.server.storage.Storage;
import dev.isolator.server.storage.StorageKey;
import dev.isolator.server.worker.ProgressMonitor;
import dev.isolator.server.worker.SeparatedSong;
import dev.isolator.server.worker.SongLimits;
import dev.isolator.server.worker.WorkerOutcome;
import dev.isolator.server.worker.WorkerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/// Runs a job once, in a worker process, and ends it.
///
/// Stems appear in this order: the worker writes into a scratch folder, the folder is renamed to
/// its place, and the `UPDATE` that ends the job names the place. Nobody sees a stem before the
/// last step, and a run that has lost its job in the meantime removes what it made.
public final class JobRun {
  private static final Log LOG = Log.of(JobRun.class);

  /// A job is not started again after so many attempts that each ended with the server's death.
  private static final int MAX_ATTEMPTS = 3;

  private static final long PROGRESS_NANOS = 1_000_000_000;

  private final JobStore store;
  private final Storage storage;
  private final WorkerProcess worker;
  private final JobLimits limits;
  private final Function<ModelVersion, String> models;
  private volatile boolean stopping;

  /// @param limits of songs
  public JobRun(JobStore store, Storage storage, WorkerProcess worker, JobLimits limits) {
    this(store, storage, worker, limits, ModelVersion::id);
  }

  /// @param limits of songs
  /// @param models how a worker process is asked for a model: by its name, or its file
  public JobRun(
      JobStore store,
      Storage storage,
      WorkerProcess worker,
      JobLimits limits,
      Function<ModelVersion, String> models) {
    this.models = models;
    this.store = store;
    this.storage = storage;
    this.worker = worker;
    this.limits = limits;
  }

  /// From now on runs put their jobs back into the queue and return.
  void stop() {
    stopping = true;
  }

  /// The run stopped before its job had ended; the job has to be run again.
  static final class RequeuedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RequeuedException() {
      super("the server stops; the job is put back into the queue");
    }
  }

  void run(String id) throws IOException, InterruptedException {
    String run = JobId.fresh();
    var begun = store.start(id, run, System.currentTimeMillis());
    if (begun.isEmpty()) {
      return; // cancelled or deleted while it waited
    }
    Job job = begun.get();
    if (job.attempt().count() > MAX_ATTEMPTS) {
      fail(
          job,
          run,
          "crash",
          "This song was begun three times, and the server broke down each time.");
    } else {
      try {
        separateOrReuse(job, run);
      } catch (RequeuedException e) {
        throw e;
      } catch (IOException | RuntimeException | Error e) {
        if (job.attempt().count() < MAX_ATTEMPTS) {
          store.requeueFailed(id, run); // it waits again
          throw e;
        }
        LOG.error("job could not be run", e, "job", id);
        fail(
            job,
            run,
            "crash",
            "This song was begun three times, and the server failed each time; its log says why.");
      }
    }
  }

  private void separateOrReuse(Job job, String run) throws IOException, InterruptedException {
    if (store.reuse(job, run, System.currentTimeMillis())) {
      LOG.info("job reused", "job", job.id());
    } else {
      separate(job, run);
    }
  }

  private void separate(Job job, String run) throws IOException, InterruptedException {
    LOG.info(
        "job begins",
        "job",
        job.id(),
        "attempt",
        job.attempt().count(),
        "bytes",
        job.work().songBytes());
    String folder = job.id() + "-" + run.substring(0, 8);
    Job.Work work = job.work();
    Path scratch = storage.scratch(folder);
    try {
      WorkerOutcome outcome =
          worker.separate(
              storage.local(StorageLayout.input(job.id())),
              scratch,
              work.request().withModel(models.apply(work.model())),
              new SongLimits(limits.maxSeconds(), limits.maxChannels()),
              new RunMonitor(job, run));
      switch (outcome) {
        case WorkerOutcome.Done done ->
            finish(job, run, folder, scratch, Objects.requireNonNull(done.song()));
        case WorkerOutcome.Failed failed -> fail(job, run, failed.kind(), failed.reason());
        case WorkerOutcome.Cancelled _ -> {
          if (stopping) {
            store.requeue(job.id(), run);
            LOG.info("job put back", "job", job.id());
            throw new RequeuedException();
          }
          LOG.info("job dropped", "job", job.id());
        }
      }
    } finally {
      storage.delete(StorageKey.of("scratch", String.valueOf(scratch.getFileName())));
    }
  }

  private void finish(Job job, String run, String folder, Path scratch, SeparatedSong song)
      throws IOException {
    long bytes = bytes(scratch);
    StorageKey place = StorageLayout.results(folder);
    storage.publish(scratch, place);
    if (store.done(job.id(), run, folder, song, bytes, System.currentTimeMillis())) {
      LOG.info("job done", "job", job.id(), "seconds", song.elapsedSeconds());
    } else {
      storage.delete(place); // it was cancelled or taken over at the last moment
      LOG.info("job dropped", "job", job.id());
    }
  }

  private static long bytes(Path folder) throws IOException {
    long sum = 0;
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        sum += Files.size(file);
      }
    }
    return sum;
  }

  private void fail(Job job, String run, String kind, String reason) {
    if (store.failed(job.id(), run, kind, reason, System.currentTimeMillis())) {
      LOG.info("job failed", "job", job.id(), "kind", kind, "reason", reason);
    }
  }

  /// Writes a run's progress into the database once a second, and learns in the same `UPDATE`
  /// whether the job is still this run's.
  private final class RunMonitor implements ProgressMonitor {
    private final Job job;
    private final String run;
    private final RemainingTime remaining = new RemainingTime();
    private double progress;
    private boolean ours = true;
    private long written = System.nanoTime();

    RunMonitor(Job job, String run) {
      this.job = job;
      this.run = run;
    }

    @Override
    public void progressed(double share) {
      progress = share;
      remaining.report(share, System.nanoTime());
    }

    private @Nullable Long due() {
      double seconds = remaining.seconds(System.nanoTime());
      return seconds >= 0 // NaN while it is not known
          ? System.currentTimeMillis() + Math.round(1000 * seconds)
          : null;
    }

    @Override
    public boolean isCancelled() {
      if (ours && System.nanoTime() - written >= PROGRESS_NANOS) {
        written = System.nanoTime();
        try {
          ours = store.progress(job.id(), run, progress, due());
        } catch (JdbiException e) {
          LOG.warn("database does not answer", "job", job.id(), "error", e.getMessage());
        }
      }
      return !ours || stopping;
    }
  }
}
