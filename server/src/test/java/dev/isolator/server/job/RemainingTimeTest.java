package dev.isolator.server.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.isolator.server.job.PastRuns.Load;
import dev.isolator.server.job.PastRuns.Run;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Estimates of when a job is done, and when there is none.
class RemainingTimeTest {
  private static final long SECOND = 1_000_000_000;

  @Test
  void runThatHasSaidLittleHasNoEstimate() {
    var remaining = new RemainingTime();
    assertTrue(Double.isNaN(remaining.seconds(9 * SECOND)), "nothing");
    remaining.report(0.01, 5 * SECOND);
    assertTrue(Double.isNaN(remaining.seconds(9 * SECOND)), "one report is no speed");
    remaining.report(0.3, 5 * SECOND + SECOND / 2);
    assertTrue(Double.isNaN(remaining.seconds(9 * SECOND)), "half a second");
    remaining.report(0.05, 8 * SECOND);
    assertTrue(Double.isNaN(remaining.seconds(9 * SECOND)), "a 25th of the song");
  }

  @Test
  void estimateIsTheRunsOwnSpeedAndLeavesOutItsStart() {
    var remaining = new RemainingTime();
    remaining.report(0.1, 60 * SECOND); // a minute to start
    remaining.report(0.3, 64 * SECOND); // 0.05 a second
    assertEquals(14, remaining.seconds(64 * SECOND), 1e-9);
    assertEquals(11, remaining.seconds(67 * SECOND), 1e-9, "it goes on without reports");
    assertEquals(0, remaining.seconds(90 * SECOND), "never less than nothing");
    remaining.report(0.6, 67 * SECOND); // it was quicker
    assertEquals(0.4 * 7 / 0.5, remaining.seconds(67 * SECOND), 1e-9);
  }

  @Test
  void queuedJobIsEstimatedByJobsLikeItOnly() {
    var load = new Load("studio@2", 1000);
    var runs =
        List.of(run("studio@2", 900, 9), run("studio@2", 1100, 11), run("studio@2", 2000, 20));
    assertEquals(10, new PastRuns(runs).seconds(load), 1e-9);
    assertTrue(Double.isNaN(new PastRuns(List.of()).seconds(load)), "no job");
    assertTrue(Double.isNaN(new PastRuns(runs.subList(0, 2)).seconds(load)), "two jobs");
    for (var other :
        List.of(run("live@1", 1000, 10), run("studio@2", 10, 10), run("studio@2", 99_000, 10))) {
      var past = new PastRuns(List.of(runs.get(0), runs.get(1), other));
      assertTrue(Double.isNaN(past.seconds(load)), "two like it and one that is not: " + other);
    }
    var unlike = new PastRuns(List.of(runs.get(0), runs.get(1), run("studio@2", 1000, 100)));
    assertTrue(Double.isNaN(unlike.seconds(load)), "they do not agree");
  }

  private static Run run(String model, long bytes, double seconds) {
    return new Run(new Load(model, bytes), seconds);
  }

  @Test
  void queuedJobWaitsForThoseBeforeIt() {
    var load = new Load("studio@2", 1000);
    var past =
        new PastRuns(
            List.of(
                run("studio@2", 1000, 10), run("studio@2", 1000, 10), run("studio@2", 1000, 10)));
    var queue =
        QueueView.Snapshot.of(
            List.of(
                new JobStore.Unended("r", true, 0.4, load),
                new JobStore.Unended("a", false, 0, load),
                new JobStore.Unended("b", false, 0, load),
                new JobStore.Unended("c", false, 0, new Load("live@1", 1000)),
                new JobStore.Unended("d", false, 0, load)),
            past,
            1);
    assertEquals(1, queue.running());
    assertEquals(new QueueView.Place(1, 16), queue.places().get("a"));
    assertEquals(new QueueView.Place(2, 26), queue.places().get("b"));
    assertEquals(new QueueView.Place(3, Double.NaN), queue.places().get("c"));
    assertEquals(new QueueView.Place(4, Double.NaN), queue.places().get("d"), "it waits for c");
  }
}
