package dev.isolator.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import dev.isolator.live.LiveLatency;
import dev.isolator.live.LiveSeparator;
import dev.isolator.live.LiveSettings;
import dev.isolator.model.ModelCatalogue;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/// What live separation costs for each hop of the network, as shares of the hop: processor time of
/// the whole process, heap, and hops that were late, at the speed of the music.
///
/// The separator warms up. Then blocks come when a sound card would ask for them; a block whose
/// time is over when it is asked for counts as a drop-out of this program, or of the machine.
public final class LiveHops {
  private static final int RATE = 44_100;
  private static final int BLOCK = 256;

  private LiveHops() {}

  /// Prints a line for each latency.
  ///
  /// @param args seconds each; default 20
  public static void main(String[] args) throws Exception {
    int seconds = args.length > 0 ? Integer.parseInt(args[0]) : 20;
    System.out.println(
        "latency  D frames  median network  worst phase  CPU a hop  heap a hop  late hops  hop");
    for (var latency : LiveLatency.values()) {
      var settings = LiveSettings.defaults().withLatency(latency).withBlockFrames(BLOCK);
      try (var separator =
          LiveSeparator.prepare(ModelCatalogue.open().find("live-vocals"), settings)) {
        var times = separator.warmUp();
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long cpu = system.getProcessCpuTime();
        long heap = threads.getTotalThreadAllocatedBytes();
        run(separator, seconds);
        long hops = separator.statistics().hops();
        double hopMillis = times.hopMillis();
        double cpuMillis = (system.getProcessCpuTime() - cpu) / 1e6 / hops;
        System.out.printf(
            Locale.ROOT,
            "%-8s %8d  %4.1f %% %.2f ms  %4.1f %% %.2f ms  %4.1f %% %.2f ms  %6.0f B  %4d of %d  %.2f ms%n",
            latency,
            separator.latencyFrames(),
            100 * times.medianMillis() / hopMillis,
            times.medianMillis(),
            100 * times.worstMillis() / hopMillis,
            times.worstMillis(),
            100 * cpuMillis / hopMillis,
            cpuMillis,
            (threads.getTotalThreadAllocatedBytes() - heap) / (double) hops,
            separator.statistics().lateHops(),
            hops,
            hopMillis);
      }
    }
  }

  private static void run(LiveSeparator separator, int seconds) {
    var random = new Random(1);
    var in = new float[2][BLOCK];
    var stems = new float[separator.stems().size()][2][BLOCK];
    var mix = new float[2][BLOCK];
    long begin = System.nanoTime();
    long blocks = (long) seconds * RATE / BLOCK;
    for (long block = 0; block < blocks; block++) {
      for (int i = 0; i < BLOCK; i++) {
        in[0][i] = (float) (0.1 * random.nextGaussian());
        in[1][i] = in[0][i];
      }
      separator.process(in, stems, mix, BLOCK);
      long due = begin + (block + 1) * BLOCK * 1_000_000_000L / RATE;
      for (long now = System.nanoTime(); now < due; now = System.nanoTime()) {
        LockSupport.parkNanos(due - now);
      }
    }
  }
}
