package dev.isolator.server.job;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A snapshot of the queue, less than half a second old: the places of jobs, and estimates of when
/// they are done. All callers share it, so that a thousand open pages cost three queries twice a
/// second. Any thread.
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

  /// A queued job's place.
  ///
  /// @param number 1 = next
  /// @param etaSeconds until it is done, or NaN where no estimate is possible
  record Place(int number, double etaSeconds) {}

  /// The queue at one moment.
  ///
  /// @param places of queued jobs, by id
  /// @param running jobs that run
  public record Snapshot(Map<String, Place> places, int running) {
    public Snapshot {
      places = Map.copyOf(places);
    }

    /// @param ahead jobs that run, and those that wait, next first
    static Snapshot of(List<JobStore.Unended> ahead, PastRuns past, int parallel) {
      var places = new HashMap<String, Place>();
      int running = 0;
      double seconds = 0;
      for (var job : ahead) {
        double own = past.seconds(job.load());
        if (job.running()) {
          running++;
          seconds += own * (1 - job.progress());
        } else {
          double wait = seconds / Math.max(parallel, running);
          places.put(job.id(), new Place(places.size() + 1, wait + own));
          seconds += own;
        }
      }
      return new Snapshot(places, running);
    }

    /// A queued job's place, 1 = next.
    public int place(Job job) {
      Place place = places.get(job.id());
      return place == null ? 1 : place.number();
    }

    /// Seconds until a job is done, or NaN where there is nothing to go by: a running job's own
    /// speed, or for a queued one the times of similar jobs.
    ///
    /// @param now in milliseconds since 1970
    public double etaSeconds(Job job, long now) {
      Long due = job.attempt().due();
      if (job.state() == JobState.RUNNING) {
        return due == null || due < now ? Double.NaN : (due - now) / 1000.0;
      }
      Place place = places.get(job.id());
      return job.state() == JobState.QUEUED && place != null ? place.etaSeconds() : Double.NaN;
    }
  }

  /// The latest snapshot.
  public synchronized Snapshot snapshot() {
    if (latest == null || System.nanoTime() - taken > FRESH_NANOS) {
      latest = Snapshot.of(store.unended(), store.pastRuns(), parallel);
      taken = System.nanoTime();
    }
    return latest;
  }
}
