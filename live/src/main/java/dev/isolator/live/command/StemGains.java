package dev.isolator.live.command;

import dev.isolator.cli.StemChoice;
import dev.isolator.live.LiveMixer;
import dev.isolator.render.Remix;
import java.util.List;

/// What `--keep` and `--gain` say, told to a mixer.
///
/// @param keep a stem, `music` for all but the vocals, `all`, or empty
/// @param gains such as `vocals=-20dB,music=0`, or empty
record StemGains(String keep, String gains) {
  private static final String VOCALS = "vocals";
  private static final String MUSIC = "music";

  /// Sets the mixer's gains, as they are to be from the first sample on.
  ///
  /// @throws IllegalArgumentException if a stem is named that is not there, or a gain is none
  void set(LiveMixer mixer) {
    List<String> stems = mixer.stems();
    String kept = StemChoice.named(keep, stems);
    for (int stem = 0; stem < stems.size(); stem++) {
      mixer.setGain(stem, isKept(kept, stems.get(stem), stems) ? 1 : 0);
    }
    if (!gains.isEmpty()) {
      // Zero is 0 dB here: nobody means a factor of 0 who could say mute.
      var remix = Remix.parse("live:" + gains.replaceAll("=\\s*0\\s*(?=,|$)", "=+0"));
      remix
          .gainsDb()
          .forEach(
              (stem, gain) -> mixer.setGain(index(stem, stems), (float) Math.pow(10, gain / 20)));
    }
    mixer.settle();
    mixer.copyToOther();
  }

  private static boolean isKept(String kept, String stem, List<String> stems) {
    return switch (kept) {
      case "", "all", "both" -> true;
      case MUSIC -> stems.contains(MUSIC) ? stem.equals(MUSIC) : !stem.equals(VOCALS);
      default -> index(kept, stems) == stems.indexOf(stem);
    };
  }

  private static int index(String stem, List<String> stems) {
    int index = stems.indexOf(stem);
    if (index < 0) {
      throw new IllegalArgumentException(
          "expected a stem of the model: %s, found %s".formatted(String.join(", ", stems), stem));
    }
    return index;
  }
}
