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

/// What is done again and again by one of all servers: a db-scheduler with a table and threads of
/// its own, so that no song, however long, keeps it waiting.
public final class Housekeeping implements AutoCloseable {
  /// Its table.
  static final String TABLE = "scheduled_housekeeping";

  private final Scheduler scheduler;

  /// Does nothing yet.
  ///
  /// @param heartbeat as that of [JobQueue]
  /// @param chores by name; each is done when a server starts, and again after its pause
  public Housekeeping(DataSource database, Duration heartbeat, Map<String, Chore> chores) {
    List<RecurringTask<?>> tasks = new ArrayList<>();
    chores.forEach(
        (name, chore) ->
            tasks.add(
                Tasks.recurring(name, FixedDelay.of(chore.pause()))
                    .execute((_, _) -> chore.work().run())));
    this.scheduler =
        Scheduler.create(database)
            .tableName(TABLE)
            .startTasks(tasks)
            .threads(tasks.size())
            .pollingInterval(Duration.ofSeconds(1))
            .heartbeatInterval(heartbeat)
            .missedHeartbeatsLimit(JobQueue.MISSED_HEARTBEATS)
            .shutdownMaxWait(Duration.ofSeconds(20))
            .build();
  }

  /// Something to do.
  ///
  /// @param pause from one end to the next beginning
  /// @param work a failure is logged, and the work done again after the pause
  public record Chore(Duration pause, Runnable work) {}

  /// Begins.
  public void start() {
    scheduler.start();
  }

  /// Waits for what is under way, and stops.
  @Override
  public void close() {
    scheduler.stop();
  }
}
