package dev.isolator.live.command;

import dev.isolator.live.LevelMeter;
import dev.isolator.live.LiveMixer;
import dev.isolator.live.LiveStatistics;
import dev.isolator.live.device.AudioStream;
import java.util.Locale;

/// The line of the terminal that shows what goes on.
final class LiveDisplay {
  private static final int BAR = 7;
  private static final double FLOOR_DB = -60;

  private LiveDisplay() {}

  /// A line such as `41 ms load 8 % late 0 drop-outs 0 VOCALS[#### ] -3 dB music[##### ] A -12 dB`:
  /// what is wrong comes first, as narrow terminals cut its end off.
  ///
  /// @param latencyMillis from input to output
  /// @param chosen the stem that keys change, in capitals
  static String line(
      LiveMixer mixer,
      int chosen,
      double latencyMillis,
      LiveStatistics statistics,
      AudioStream.Counters counters) {
    var line = new StringBuilder();
    line.append("%.0f ms  load %.0f %%".formatted(latencyMillis, 100 * statistics.load()));
    line.append("  late %d".formatted(statistics.lateHops()));
    line.append("  drop-outs %d".formatted(counters.dropOuts()));
    if (Math.abs(counters.driftPpm()) >= 1) {
      line.append("  drift %+.0f ppm".formatted(counters.driftPpm()));
    }
    for (int stem = 0; stem < mixer.stems().size(); stem++) {
      String name = mixer.stems().get(stem);
      line.append("  ").append(stem == chosen ? name.toUpperCase(Locale.ROOT) : name);
      line.append('[').append(bar(mixer.meter(stem))).append(']');
      line.append(state(mixer, stem));
    }
    line.append(mixer.isBypassed() ? "  bypass " : mixer.setting() == 0 ? "  A " : "  B ");
    return line.append(decibels(mixer.outputMeter().peakDb())).toString();
  }

  private static String state(LiveMixer mixer, int stem) {
    if (mixer.isMuted(stem) || mixer.gain(stem) == 0) {
      return " mute";
    }
    String gain =
        mixer.gain(stem) == 1 ? "" : " %+.0f dB".formatted(20 * Math.log10(mixer.gain(stem)));
    return mixer.isSolo(stem) ? gain + " solo" : gain;
  }

  private static String bar(LevelMeter meter) {
    double level = Math.clamp((meter.peakDb() - FLOOR_DB) / -FLOOR_DB, 0, 1);
    int full = (int) Math.round(BAR * level);
    return "#".repeat(full) + " ".repeat(BAR - full);
  }

  private static String decibels(double level) {
    return level < FLOOR_DB ? "silent" : "%+.0f dB".formatted(level);
  }
}
