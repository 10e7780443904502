package dev.isolator.server.job;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A snapshot of the queue, less than half a second old: the places of jobs, and estimates of when
/// they are done. All callers share it, so that a thousand open pages cost two queries a second.
/// Any thread.
public final class QueueView {
  private static final long FRESH_NANOS = 500_000_000;

  private final JobStore store;
  private final int parallel;
  private @Nullable Snapshot latest;
  private long taken;

  /// A view of the queue of all servers.
  ///
  /// @param parallel jobs at a time on this server, because the number on other servers is not
  ///   known
  public QueueView(JobStore store, int parallel) {
    this.store = store;
    this.parallel = parallel;
  }

  /// The queue at one moment.
  ///
  /// @param places id to place, 1 = next
  /// @param running jobs that run
  /// @param meanSeconds of a job, or NaN before the first
  /// @param parallel jobs at a time
  public record Snapshot(
      Map<String, Integer> places, int running, double meanSeconds, int parallel) {
    public Snapshot {
      places = Map.copyOf(places);
    }

    /// Seconds until a job is done, or NaN where no estimate is possible.
    public double etaSeconds(Job job, long now) {
      if (job.state() == JobState.RUNNING && job.times().started() != null) {
        double elapsed = (now - job.times().started()) / 1000.0;
        double progress = job.attempt().progress();
        return progress > 0.02
            ? elapsed * (1 - progress) / progress
            : Math.max(0, meanSeconds - elapsed);
      }
      Integer place = places.get(job.id());
      return job.state() == JobState.QUEUED && place != null
          ? meanSeconds * (1 + Math.floor((place - 1.0 + running) / Math.max(parallel, running)))
          : Double.NaN;
    }
  }

  /// The latest snapshot.
  public synchronized Snapshot snapshot() {
    if (latest == null || System.nanoTime() - taken > FRESH_NANOS) {
      var places = new HashMap<String, Integer>();
      for (String id : store.queued()) {
        places.put(id, places.size() + 1);
      }
      latest = new Snapshot(places, store.count(JobState.RUNNING), store.meanSeconds(), parallel);
      taken = System.nanoTime();
    }
    return latest;
  }
}
