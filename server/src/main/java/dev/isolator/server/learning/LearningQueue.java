package dev.isolator.server.learning;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import dev.isolator.server.log.Log;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;

/// Gives runs of the learning loop to one of all servers, by a db-scheduler with a table and a
/// thread of its own. When that server dies, another one goes on. A server without a learning
/// folder takes none.
public final class LearningQueue implements AutoCloseable {
  private static final Log LOG = Log.of(LearningQueue.class);
  private static final String TASK = "learning";
  private static final int MISSED_HEARTBEATS = 4;
  private static final Duration RETRY = Duration.ofSeconds(30);

  private final LearningCycle cycle;
  private final Scheduler scheduler;
  private final OneTimeTask<Void> task;
  private final AtomicBoolean started = new AtomicBoolean();

  /// Makes it; [#start] starts it.
  ///
  /// @param heartbeat time between two heartbeats
  public LearningQueue(DataSource database, LearningCycle cycle, Duration heartbeat) {
    this.cycle = cycle;
    this.task =
        Tasks.oneTime(TASK)
            .onFailure(
                (complete, operations) ->
                    operations.reschedule(complete, Instant.now().plus(RETRY)))
            .onDeadExecution((dead, operations) -> operations.reschedule(dead, Instant.now()))
            .execute((instance, _) -> execute(instance.getId()));
    this.scheduler =
        Scheduler.create(database, task)
            .tableName("scheduled_learning")
            .threads(1)
            .pollingInterval(Duration.ofSeconds(1))
            .heartbeatInterval(heartbeat)
            .missedHeartbeatsLimit(MISSED_HEARTBEATS)
            .enableImmediateExecution()
            .shutdownMaxWait(Duration.ofSeconds(90))
            .build();
  }

  private void execute(String id) {
    try {
      if (!cycle.work(id)) {
        throw new IllegalStateException("the server stops; the run goes on at the next start");
      }
    } catch (IOException e) {
      LOG.error("learning could not go on; it is tried again", e, "run", id);
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted; the run goes on at the next start", e);
    }
  }

  /// Begins to work on runs, once this server can: the learning folder may be made later.
  public void start() {
    if (cycle.options().missing().isEmpty()
        && !cycle.isClosing()
        && started.compareAndSet(false, true)) {
      scheduler.start();
    }
  }

  /// Queues a run, once.
  public void add(String id) {
    start();
    scheduler.scheduleIfNotExists(task.instance(id), Instant.now());
  }

  /// Queues a run whose server died before it could, and begins one when the schedule says so.
  /// Called by one of all servers, now and then.
  public void check() {
    var underWay = cycle.parts().runs().underWay();
    if (underWay.isPresent()) {
      add(underWay.get().id());
      return;
    }
    if (new LearningSchedule(cycle).isDue(System.currentTimeMillis())) {
      cycle.parts().runs().add("gate", null, "schedule").ifPresent(run -> add(run.id()));
    }
  }

  /// Lets the process that runs here save and end; its run goes on at the next start, here or
  /// elsewhere.
  @Override
  public void close() {
    cycle.stop();
    scheduler.stop();
  }
}
