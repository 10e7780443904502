package dev.isolator.server.job;

import dev.isolator.server.log.Log;
import dev.isolator.server.storage.Key;
import dev.isolator.server.storage.Storage;
import dev.isolator.server.worker.Answer;
import dev.isolator.server.worker.SeparatedSong;
import dev.isolator.server.worker.Watch;
import dev.isolator.server.worker.WorkerProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
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

  private static final Watch ALWAYS =
      new Watch() {
        @Override
        public void progressed(double share) {
          // takes seconds: nobody watches
        }

        @Override
        public boolean isWanted() {
          return true;
        }
      };

  private final JobStore jobs;
  private final Storage storage;
  private final WorkerProcess worker;
  private final Semaphore places;
  private final ConcurrentHashMap<Key, ReentrantLock> making = new ConcurrentHashMap<>();

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
    return Stream.concat(song.stems().stream().map(SeparatedSong.StemSound::name), Stream.of(MIX))
        .toList();
  }

  /// A finished job's stem in a format. Waits while it is being made.
  public Key stem(Job job, String stem, String format)
      throws IOException, InterruptedException, BusyException {
    String results = Objects.requireNonNull(job.folder());
    Key folder = Areas.results(results);
    Key wanted = folder.below(stem + "." + format);
    if (storage.find(wanted).isEmpty()) {
      Key master = folder.below(stem + "." + Objects.requireNonNull(job.result()).master());
      var lock = making.computeIfAbsent(wanted, _ -> new ReentrantLock());
      if (!lock.tryLock(WAIT_SECONDS, TimeUnit.SECONDS)) {
        throw busy();
      }
      try {
        if (storage.find(wanted).isEmpty()) {
          make(master, wanted, format);
          jobs.grow(results, storage.bytes(wanted)); // it counts as the other stems do
        }
      } finally {
        lock.unlock();
        making.remove(wanted, lock);
      }
    }
    return wanted;
  }

  private static BusyException busy() {
    return new BusyException("The server is busy making other files; try again in a minute.");
  }

  private void make(Key master, Key wanted, String format)
      throws IOException, InterruptedException, BusyException {
    if (!places.tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS)) {
      throw busy();
    }
    Path scratch = storage.scratch("transcode");
    try {
      Path file = scratch.resolve("stem." + format);
      switch (worker.transcode(storage.local(master), file, format, ALWAYS)) {
        case Answer.Done _ -> storage.publish(file, wanted);
        case Answer.Failed failed -> {
          LOG.warn("file could not be made", "file", wanted, "reason", failed.reason());
          throw new IOException("file could not be made: " + failed.reason());
        }
        case Answer.Unwanted _ -> throw busy();
      }
    } finally {
      places.release();
      storage.delete(Key.of("scratch", String.valueOf(scratch.getFileName())));
    }
  }

  /// A waveform.
  ///
  /// @param perSecond 10, 50 or 200
  public Key peaks(Job job, String stem, int perSecond) {
    return Areas.results(Objects.requireNonNull(job.folder()))
        .below("peaks-%s-%d.json".formatted(stem, perSecond));
  }

  /// The voice's time line.
  public Key activity(Job job) {
    return Areas.results(Objects.requireNonNull(job.folder())).below("activity.json");
  }
}
