package dev.isolator.server.job;

import dev.isolator.server.log.Log;
import dev.isolator.server.request.StemFormat;
import dev.isolator.server.storage.Storage;
import dev.isolator.server.storage.StorageKey;
import dev.isolator.server.worker.ProgressMonitor;
import dev.isolator.server.worker.SeparatedSong;
import dev.isolator.server.worker.WorkerOutcome;
import dev.isolator.server.worker.WorkerProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/// The files of finished jobs. A format that is not there is made by a worker process when it is
/// first asked for, and kept.
public final class StemFiles {
  private static final Log LOG = Log.of(StemFiles.class);
  private static final String MIX = "mix";
  private static final int WAIT_SECONDS = 60;

  private static final ProgressMonitor UNMONITORED =
      new ProgressMonitor() {
        @Override
        public void progressed(double share) {
          // a conversion takes seconds: its progress is shown nowhere
        }

        @Override
        public boolean isCancelled() {
          return false;
        }
      };

  private final JobStore jobs;
  private final Storage storage;
  private final WorkerProcess worker;
  private final Semaphore places;
  private final ConcurrentHashMap<StorageKey, ReentrantLock> transcoding =
      new ConcurrentHashMap<>();

  /// The files in a storage.
  ///
  /// @param parallel files to make at a time on this server
  public StemFiles(JobStore jobs, Storage storage, WorkerProcess worker, int parallel) {
    this.jobs = jobs;
    this.storage = storage;
    this.worker = worker;
    this.places = new Semaphore(parallel, true);
  }

  /// The server is too busy to make a file now.
  public static final class BusyException extends Exception {
    private static final long serialVersionUID = 1L;

    BusyException(String message) {
      super(message);
    }
  }

  /// The names of a finished job's files: its stems, then the mix.
  public static List<String> names(SeparatedSong song) {
    return Stream.concat(song.stems().stream().map(SeparatedSong.StemSummary::name), Stream.of(MIX))
        .toList();
  }

  /// A finished job's stem in a format. Waits while it is being made.
  public StorageKey stem(Job job, String stem, StemFormat format)
      throws IOException, InterruptedException, BusyException {
    Job.Result result = job.doneResult();
    StorageKey folder = StorageLayout.results(result.folder());
    StorageKey wanted = folder.below(stem + "." + format.text());
    if (storage.find(wanted).isEmpty()) {
      StorageKey lossless = folder.below(stem + "." + result.song().lossless().text());
      var lock = transcoding.computeIfAbsent(wanted, _ -> new ReentrantLock());
      if (!lock.tryLock(WAIT_SECONDS, TimeUnit.SECONDS)) {
        throw busy();
      }
      try {
        if (storage.find(wanted).isEmpty()) {
          transcode(lossless, wanted, format);
          jobs.grow(result.folder(), storage.bytes(wanted)); // it counts as the other stems do
        }
      } finally {
        lock.unlock();
        transcoding.remove(wanted, lock);
      }
    }
    return wanted;
  }

  private static BusyException busy() {
    return new BusyException("The server is busy making other files; try again in a minute.");
  }

  private void transcode(StorageKey lossless, StorageKey wanted, StemFormat format)
      throws IOException, InterruptedException, BusyException {
    if (!places.tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS)) {
      throw busy();
    }
    Path scratch = storage.scratch("transcode");
    try {
      Path file = scratch.resolve("stem." + format.text());
      switch (worker.transcode(storage.local(lossless), file, format, UNMONITORED)) {
        case WorkerOutcome.Done _ -> storage.publish(file, wanted);
        case WorkerOutcome.Failed failed -> {
          LOG.warn("file could not be made", "file", wanted, "reason", failed.reason());
          throw new IOException("file could not be made: " + failed.reason());
        }
        case WorkerOutcome.Cancelled _ -> throw busy();
      }
    } finally {
      places.release();
      storage.delete(StorageKey.of("scratch", String.valueOf(scratch.getFileName())));
    }
  }

  /// A waveform.
  ///
  /// @param perSecond 10, 50 or 200
  public StorageKey peaks(Job job, String stem, int perSecond) {
    return StorageLayout.results(job.doneResult().folder())
        .below("peaks-%s-%d.json".formatted(stem, perSecond));
  }

  /// The voice activity.
  public StorageKey activity(Job job) {
    return StorageLayout.results(job.doneResult().folder()).below("activity.json");
  }
}
