package dev.isolator.server.job;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import dev.isolator.server.log.Log;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Who runs which job: db-scheduler, in the same database, so that servers share one queue.
///
/// A server that runs a job says so every heartbeat. When four of them are missing another one
/// begins the job anew: with the default of 4 s, after 16 to 22 s. Jobs that a server stored and
/// died before it queued them are found by a sweep.
public final class JobQueue implements AutoCloseable {
  private static final Log LOG = Log.of(JobQueue.class);
  private static final String TASK = "separate";
  private static final Duration RETRY = Duration.ofSeconds(10);
  private static final int MISSED_HEARTBEATS = 4;

  private final JobStore store;
  private final JobRun run;
  private final Scheduler scheduler;
  private final OneTimeTask<Void> task;
  private volatile boolean running;

  /// A queue that does not run jobs yet.
  ///
  /// @param threads jobs at a time on this server
  /// @param heartbeat see above, from 1 s on
  /// @param housekeeping what is done once in a while by one of all servers
  public JobQueue(
      DataSource database,
      JobStore store,
      JobRun run,
      int threads,
      Duration heartbeat,
      Runnable housekeeping,
      Duration housekeepingPause) {
    this.store = store;
    this.run = run;
    this.task =
        Tasks.oneTime(TASK)
            .onFailure(
                (complete, operations) ->
                    operations.reschedule(complete, next(complete.getCause().orElse(null))))
            // Where it was in the queue: those who waited longest come first.
            .onDeadExecution(
                (dead, operations) ->
                    operations.reschedule(dead, dead.getExecution().executionTime))
            .execute((instance, _) -> execute(instance.getId()));
    var sweep =
        Tasks.recurring("sweep", FixedDelay.of(heartbeat.multipliedBy(2)))
            .execute((_, _) -> queueForgotten());
    var keeping =
        Tasks.recurring("housekeeping", FixedDelay.of(housekeepingPause))
            .execute((_, _) -> housekeeping.run());
    this.scheduler =
        Scheduler.create(database, task)
            .startTasks(sweep, keeping)
            .threads(threads) // the two that recur take their turn, or one song more would run
            .pollingInterval(Duration.ofSeconds(1))
            .heartbeatInterval(heartbeat)
            .missedHeartbeatsLimit(MISSED_HEARTBEATS)
            .enableImmediateExecution()
            .shutdownMaxWait(Duration.ofSeconds(20))
            .build();
  }

  private static Instant next(@Nullable Throwable cause) {
    return cause instanceof JobRun.PutBackException ? Instant.now() : Instant.now().plus(RETRY);
  }

  private void execute(String id) {
    try {
      run.run(id);
    } catch (IOException e) {
      LOG.error("job could not be run; it is tried again", e, "job", id);
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new JobRun.PutBackException();
    }
  }

  private void queueForgotten() {
    long before = System.currentTimeMillis() - RETRY.toMillis();
    for (String id : store.forgotten(TASK, before)) {
      LOG.info("job was forgotten and is queued", "job", id);
      add(id);
    }
  }

  /// Begins to run jobs.
  public void start() {
    scheduler.start();
    running = true;
  }

  /// Queues a job, once.
  public void add(String id) {
    scheduler.scheduleIfNotExists(task.instance(id), Instant.now());
  }

  /// Whether jobs are being run.
  public boolean isRunning() {
    return running;
  }

  /// Stops the jobs that run here, and puts them back for other servers or the next start.
  @Override
  public void close() {
    running = false;
    run.stop();
    scheduler.stop();
  }
}
