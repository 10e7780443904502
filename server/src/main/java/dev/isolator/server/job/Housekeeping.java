package dev.isolator.server.job;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/// Recurring tasks, each run by one of all servers at a time: a db-scheduler with a table and
/// threads of its own, so that a task never waits for a song.
public final class Housekeeping implements AutoCloseable {
  /// Its table.
  static final String TABLE = "scheduled_housekeeping";

  private final Scheduler scheduler;

  /// Makes the scheduler; [#start] starts it.
  ///
  /// @param heartbeat as that of [JobQueue]
  /// @param tasks by name; each is run when a server starts, and again after its pause
  public Housekeeping(DataSource database, Duration heartbeat, Map<String, Task> tasks) {
    List<RecurringTask<?>> recurring = new ArrayList<>();
    tasks.forEach(
        (name, task) ->
            recurring.add(
                Tasks.recurring(name, FixedDelay.of(task.pause()))
                    .execute((_, _) -> task.work().run())));
    this.scheduler =
        Scheduler.create(database)
            .tableName(TABLE)
            .startTasks(recurring)
            .threads(recurring.size())
            .pollingInterval(Duration.ofSeconds(1))
            .heartbeatInterval(heartbeat)
            .missedHeartbeatsLimit(JobQueue.MISSED_HEARTBEATS)
            .shutdownMaxWait(Duration.ofSeconds(20))
            .build();
  }

  /// A recurring task.
  ///
  /// @param pause from the end of one run to the beginning of the next
  /// @param work what a run does; a failure is logged, and the next run comes after the pause
  public record Task(Duration pause, Runnable work) {}

  /// Starts to run the tasks.
  public void start() {
    scheduler.start();
  }

  /// Waits for the tasks that run, and stops.
  @Override
  public void close() {
    scheduler.stop();
  }
}
