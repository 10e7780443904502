package dev.isolator.spark.command;

import dev.isolator.spark.job.RunCounters;
import dev.isolator.spark.job.RunProgress;
import dev.isolator.spark.job.WorkItem;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.jspecify.annotations.Nullable;
import scala.Tuple4;
import scala.collection.Iterator;
import scala.collection.immutable.Seq;

/// How far a run is, on standard error: a line that is redrawn in a terminal, else a line every ten
/// seconds.
///
/// `312 of 1000 songs, 3 failed, 38 % of the work, 41x real time, 12 min to go`
///
/// What tasks have counted comes with their end, and in between with the executors' heartbeats,
/// every ten seconds.
final class TerminalProgress implements RunProgress {
  private static final long REDRAW_MILLIS = 1000;
  private static final long LINE_MILLIS = 10_000;

  private final PrintWriter err;
  private final boolean terminal;
  private @Nullable Display display;

  TerminalProgress(PrintWriter err) {
    this.err = err;
    this.terminal = Boolean.getBoolean("isolator.terminal");
  }

  @Override
  public void begin(
      SparkContext spark, RunCounters counters, List<WorkItem> items, int processors) {
    String page =
        spark.uiWebUrl().isDefined() ? "; Spark shows it at " + spark.uiWebUrl().get() : "";
    err.printf(
        Locale.ROOT, "isolator: %s, %d at a time%s%n", counted(items.size()), processors, page);
    err.flush();
    display = new Display(spark, counters, items);
    display.start();
  }

  private static String counted(long count) {
    return count == 1 ? "1 item" : count + " items";
  }

  @Override
  public void end() {
    if (display != null) {
      display.close();
      display = null;
    }
  }

  /// Draws on a thread of its own until it is closed.
  private final class Display extends SparkListener {
    private final SparkContext spark;
    private final RunCounters counters;
    private final int items;
    private final double weight;
    private final long begin = System.nanoTime();
    private final Thread thread = new Thread(this::draw, "isolator-progress");

    /// `[task][accumulator]`: what tasks that still run have counted.
    private final Map<Long, Map<Long, Double>> running = new ConcurrentHashMap<>();

    Display(SparkContext spark, RunCounters counters, List<WorkItem> all) {
      this.spark = spark;
      this.counters = counters;
      this.items = all.size();
      this.weight = all.stream().mapToDouble(WorkItem::weight).sum();
    }

    void start() {
      spark.addSparkListener(this);
      thread.setDaemon(true);
      thread.start();
    }

    @Override
    public void onTaskEnd(SparkListenerTaskEnd end) {
      running.remove(end.taskInfo().taskId());
    }

    @Override
    public void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate update) {
      Iterator<Tuple4<Object, Object, Object, Seq<AccumulableInfo>>> tasks =
          update.accumUpdates().iterator();
      while (tasks.hasNext()) {
        var task = tasks.next();
        var counts = new ConcurrentHashMap<Long, Double>();
        Iterator<AccumulableInfo> all = task._4().iterator();
        while (all.hasNext()) {
          AccumulableInfo each = all.next();
          if (each.update().isDefined() && each.update().get() instanceof Number number) {
            counts.put(each.id(), number.doubleValue());
          }
        }
        running.put((Long) task._1(), counts);
      }
    }

    private double running(long accumulator) {
      return running.values().stream()
          .mapToDouble(task -> task.getOrDefault(accumulator, 0.0))
          .sum();
    }

    private void draw() {
      try {
        while (true) {
          Thread.sleep(terminal ? REDRAW_MILLIS : LINE_MILLIS);
          String line = line();
          err.print(terminal ? "\r" + line + "\u001b[K" : line + "\n");
          err.flush();
        }
      } catch (InterruptedException _) {
        // the run has ended
      }
    }

    private String line() {
      double elapsed = (System.nanoTime() - begin) / 1e9;
      long failed = (long) (counters.failed().value() + running(counters.failed().id()));
      long ended =
          failed
              + (long) (counters.done().value() + running(counters.done().id()))
              + (long) (counters.skipped().value() + running(counters.skipped().id()));
      double music = counters.songSeconds().value() + running(counters.songSeconds().id());
      double share =
          (counters.weight().value() + running(counters.weight().id())) / Math.max(1e-9, weight);
      var line = new StringBuilder("isolator: ");
      line.append(ended).append(" of ").append(items).append(" done");
      if (failed > 0) {
        line.append(", ").append(failed).append(" failed");
      }
      line.append(String.format(Locale.ROOT, ", %.0f %% of the work", 100 * Math.min(1, share)));
      if (music > 0) {
        line.append(String.format(Locale.ROOT, ", %.1fx real time", music / elapsed));
      }
      if (share > 0.01 && share < 1) {
        line.append(", ").append(duration(elapsed * (1 - share) / share)).append(" to go");
      }
      return line.toString();
    }

    void close() {
      thread.interrupt();
      spark.removeSparkListener(this);
      if (terminal) {
        err.print("\r\u001b[K");
        err.flush();
      }
    }
  }

  /// `40 s`, `12 min`, `3.5 h`.
  static String duration(double seconds) {
    if (seconds < 100) {
      return String.format(Locale.ROOT, "%.0f s", seconds);
    }
    return seconds < 6000
        ? String.format(Locale.ROOT, "%.0f min", seconds / 60)
        : String.format(Locale.ROOT, "%.1f h", seconds / 3600);
  }
}
