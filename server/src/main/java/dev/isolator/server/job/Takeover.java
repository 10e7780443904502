package dev.isolator.server.job;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import dev.isolator.server.log.Log;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import javax.sql.DataSource;

/// Runs the jobs of dead servers on threads of their own, so that they do not wait for the jobs
/// that keep the queue's workers busy.
///
/// A dead server's job goes back to its place in [JobQueue] *and* is offered here. Whichever is
/// free first runs it: a takeover thread first withdraws the job from the queue, which only one of
/// all can do. If the server that took the job over dies too, the job goes back to the queue and is
/// offered again.
final class Takeover implements AutoCloseable {
  private static final Log LOG = Log.of(Takeover.class);
  private static final String TABLE = "scheduled_takeovers";
  private static final String TASK = "takeover";

  private final JobQueue queue;
  private final JobRun run;
  private final Scheduler scheduler;
  private final OneTimeTask<Void> task;

  /// Makes the scheduler; [#start] starts it.
  ///
  /// @param threads jobs at a time, 1 or more
  Takeover(DataSource database, JobQueue queue, JobRun run, int threads, Duration heartbeat) {
    this.queue = queue;
    this.run = run;
    this.task =
        Tasks.oneTime(TASK)
            // The job itself is back in the queue, or is found by queueUnscheduled.
            .onFailure((complete, operations) -> operations.stop())
            .onDeadExecution(
                (dead, operations) -> {
                  queue.requeue(dead.getExecution().taskInstance.getId(), Instant.now());
                  operations.reschedule(dead, Instant.now());
                })
            .execute((instance, _) -> execute(instance.getId()));
    this.scheduler =
        Scheduler.create(database, task)
            .tableName(TABLE)
            .threads(threads)
            .pollingInterval(Duration.ofSeconds(1))
            .heartbeatInterval(heartbeat)
            .missedHeartbeatsLimit(JobQueue.MISSED_HEARTBEATS)
            .enableImmediateExecution()
            .shutdownMaxWait(Duration.ofSeconds(20))
            .build();
  }

  /// Offers a job that waits in the queue.
  void offer(String id) {
    scheduler.scheduleIfNotExists(task.instance(id), Instant.now());
  }

  private void execute(String id) {
    if (!queue.withdraw(id)) {
      return; // a worker of the queue was free first, or the job is gone
    }
    try {
      run.run(id);
    } catch (JobRun.RequeuedException e) {
      queue.requeue(id, Instant.now());
    } catch (InterruptedException e) {
      queue.requeue(id, Instant.now());
      Thread.currentThread().interrupt();
    } catch (IOException | RuntimeException | Error e) {
      LOG.error("job could not be run; it is tried again", e, "job", id);
      queue.requeue(id, Instant.now().plus(JobQueue.RETRY));
    }
  }

  void start() {
    scheduler.start();
  }

  @Override
  public void close() {
    scheduler.stop();
  }
}
