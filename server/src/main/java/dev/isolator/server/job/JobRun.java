package dev.isolator.server.job;

import dev.isolator.server.log.Log;
import dev.isolator.server.storage.Key;
import dev.isolator.server.storage.Storage;
import dev.isolator.server.worker.Answer;
import dev.isolator.server.worker.Watch;
import dev.isolator.server.worker.WorkerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jdbi.v3.core.JdbiException;

/// Runs a job once, in a worker process, and ends it.
///
/// Stems appear in this order: the worker writes into a scratch folder, the folder is renamed to
/// its place, and the `UPDATE` that ends the job names the place. Nobody sees a stem before the
/// last step, and a run that has lost its job in the meantime removes what it made.
public final class JobRun {
  private static final Log LOG = Log.of(JobRun.class);

  /// A song that took the server down so often is not begun again.
  private static final int MOST_ATTEMPTS = 3;

  private static final long TELL_NANOS = 1_000_000_000;

  private final JobStore store;
  private final Storage storage;
  private final WorkerProcess worker;
  private final JobLimits limits;
  private volatile boolean stopping;

  public JobRun(JobStore store, Storage storage, WorkerProcess worker, JobLimits limits) {
    this.store = store;
    this.storage = storage;
    this.worker = worker;
    this.limits = limits;
  }

  /// From now on runs put their jobs back and return.
  void stop() {
    stopping = true;
  }

  /// A run ended without an end of its job, which has to be run again.
  static final class PutBackException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PutBackException() {
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
    if (job.attempts() > MOST_ATTEMPTS) {
      fail(
          job,
          run,
          "crash",
          "This song was begun three times, and the server broke down each time.");
    } else if (store.reuse(job, run, System.currentTimeMillis())) {
      LOG.info("job reused", "job", id);
    } else {
      separate(job, run);
    }
  }

  private void separate(Job job, String run) throws IOException, InterruptedException {
    LOG.info("job begins", "job", job.id(), "attempt", job.attempts(), "bytes", job.inputBytes());
    String folder = job.id() + "-" + run.substring(0, 8);
    Path scratch = storage.scratch(folder);
    try {
      Answer answer =
          worker.separate(
              storage.local(Areas.input(job.id())), scratch, wanted(job), new Telling(job, run));
      switch (answer) {
        case Answer.Done done -> finish(job, run, folder, scratch, done);
        case Answer.Failed failed -> fail(job, run, failed.kind(), failed.reason());
        case Answer.Unwanted _ -> {
          if (stopping) {
            store.putBack(job.id(), run);
            LOG.info("job put back", "job", job.id());
            throw new PutBackException();
          }
          LOG.info("job dropped", "job", job.id());
        }
      }
    } finally {
      storage.delete(Key.of("scratch", String.valueOf(scratch.getFileName())));
    }
  }

  private WorkerProcess.Separation wanted(Job job) {
    JobOptions options = job.options();
    return new WorkerProcess.Separation(
        job.model().id(),
        options.keep(),
        options.format(),
        options.bits() == null ? "" : options.bits(),
        options.start(),
        options.duration(),
        limits.maxSeconds(),
        limits.maxChannels());
  }

  private void finish(Job job, String run, String folder, Path scratch, Answer.Done done)
      throws IOException {
    long bytes = bytes(scratch);
    Key place = Areas.results(folder);
    storage.publish(scratch, place);
    if (store.done(job.id(), run, folder, done.song(), bytes, System.currentTimeMillis())) {
      LOG.info("job done", "job", job.id(), "seconds", done.song().elapsedSeconds());
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

  /// Tells the database once a second how far a run is, and hears whether it is still its job.
  private final class Telling implements Watch {
    private final Job job;
    private final String run;
    private double share;
    private boolean wanted = true;
    private long told = System.nanoTime();

    Telling(Job job, String run) {
      this.job = job;
      this.run = run;
    }

    @Override
    public void progressed(double done) {
      share = done;
    }

    @Override
    public boolean isWanted() {
      if (wanted && System.nanoTime() - told >= TELL_NANOS) {
        told = System.nanoTime();
        try {
          wanted = store.progress(job.id(), run, share);
        } catch (JdbiException e) {
          LOG.warn("database does not answer", "job", job.id(), "error", e.getMessage());
        }
      }
      return wanted && !stopping;
    }
  }
}
