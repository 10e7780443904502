package dev.isolator.server.job;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.exceptions.DbSchedulerException;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import dev.isolator.server.log.Log;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Who runs which job: db-scheduler, in the same database, so that servers share one queue.
///
/// A server that runs a job writes a heartbeat. When four heartbeats are missing, another server
/// puts the job back to its former place in the queue and offers it to [Takeover] as well: with the
/// default heartbeat of 4 s after 16 to 24 s, whatever else runs. Jobs whose server died between
/// storing and queueing them are found by [#queueUnscheduled].
public final class JobQueue implements AutoCloseable {
  private static final Log LOG = Log.of(JobQueue.class);
  private static final String TASK = "separate";

  /// How long a job waits after a run that failed by the server's own fault.
  static final Duration RETRY = Duration.ofSeconds(10);

  static final int MISSED_HEARTBEATS = 4;

  private final JobStore store;
  private final JobRun run;
  private final Scheduler scheduler;
  private final OneTimeTask<Void> task;
  private final @Nullable Takeover takeover;
  private volatile boolean running;

  /// A queue that does not run jobs yet.
  ///
  /// @param options how many jobs at a time, and how often this server writes a heartbeat
  public JobQueue(DataSource database, JobStore store, JobRun run, Options options) {
    this.store = store;
    this.run = run;
    this.task =
        Tasks.oneTime(TASK)
            .onFailure(
                (complete, operations) ->
                    operations.reschedule(complete, next(complete.getCause().orElse(null))))
            // Where it was in the queue: those who waited longest come first.
            .onDeadExecution(
                (dead, operations) -> {
                  String id = dead.getExecution().taskInstance.getId();
                  LOG.info("server of a job died", "job", id);
                  store.requeueAbandoned(id);
                  operations.reschedule(dead, dead.getExecution().executionTime);
                  offer(id);
                })
            .execute((instance, _) -> execute(instance.getId()));
    this.scheduler =
        Scheduler.create(database, task)
            .threads(options.workers())
            .pollingInterval(Duration.ofSeconds(1))
            .heartbeatInterval(options.heartbeat())
            .missedHeartbeatsLimit(MISSED_HEARTBEATS)
            .enableImmediateExecution()
            .shutdownMaxWait(Duration.ofSeconds(20))
            .build();
    this.takeover =
        options.takeoverWorkers() == 0
            ? null
            : new Takeover(database, this, run, options.takeoverWorkers(), options.heartbeat());
  }

  /// How many jobs this server runs.
  ///
  /// @param workers jobs of the queue at a time, 1 or more
  /// @param takeoverWorkers jobs of dead servers at a time, in addition; 0 = they wait as all do
  /// @param heartbeat time between two heartbeats, 1 s or more
  public record Options(int workers, int takeoverWorkers, Duration heartbeat) {}

  private static Instant next(@Nullable Throwable cause) {
    return cause instanceof JobRun.RequeuedException ? Instant.now() : Instant.now().plus(RETRY);
  }

  private void execute(String id) {
    try {
      run.run(id);
    } catch (JobRun.RequeuedException e) {
      throw e;
    } catch (IOException e) {
      LOG.error("job could not be run; it is tried again", e, "job", id);
      throw new UncheckedIOException(e);
    } catch (RuntimeException | Error e) {
      LOG.error("job could not be run; it is tried again", e, "job", id);
      throw e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new JobRun.RequeuedException();
    }
  }

  private void offer(String id) {
    if (takeover != null) {
      takeover.offer(id);
    }
  }

  /// Queues jobs that have no task of the scheduler: their server died between storing and queueing
  /// them.
  public void queueUnscheduled() {
    long before = System.currentTimeMillis() - RETRY.toMillis();
    for (String id : store.unscheduled(TASK, before)) {
      LOG.info("job was forgotten and is queued", "job", id);
      add(id);
    }
  }

  /// Begins to run jobs.
  public void start() {
    scheduler.start();
    if (takeover != null) {
      takeover.start();
    }
    running = true;
  }

  /// Queues a job, once.
  public void add(String id) {
    scheduler.scheduleIfNotExists(task.instance(id), Instant.now());
  }

  /// Takes a job that waits out of the queue, to run it elsewhere.
  ///
  /// @return whether it was this call that took it out
  boolean withdraw(String id) {
    try {
      scheduler.cancel(task.instance(id));
      return true;
    } catch (DbSchedulerException e) {
      return false; // it is not there, or is being run, or has just been taken by another
    }
  }

  /// Puts a job that was withdrawn back into the queue.
  void requeue(String id, Instant due) {
    store.requeueAbandoned(id);
    scheduler.scheduleIfNotExists(task.instance(id), due);
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
    if (takeover != null) {
      takeover.close();
    }
    scheduler.stop();
  }
}
