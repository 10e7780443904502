package dev.isolator.live.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.isolator.live.LiveMixer;
import dev.isolator.live.LiveStatistics;
import dev.isolator.live.device.AudioStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiveKeysTest {
  private final LiveMixer mixer = new LiveMixer(List.of("vocals", "music"), 44_100);
  private final LiveKeys keys = new LiveKeys(mixer);

  private void press(String pressed) {
    pressed.chars().forEach(key -> assertTrue(keys.press(key), "key " + (char) key));
  }

  @Test
  void aStemIsChosenAndMadeSofterMutedAndHeardAlone() {
    press("2---");
    assertEquals(Math.pow(10, -3 / 20.0), mixer.gain(1), 1e-6);
    press("0");
    assertEquals(1, mixer.gain(1));
    press("ms");
    assertTrue(mixer.isMuted(1) && mixer.isSolo(1));
    press("1+");
    assertEquals(Math.pow(10, 1 / 20.0), mixer.gain(0), 1e-6);
    press("7"); // there is no seventh stem
    assertEquals(0, keys.chosen());
  }

  @Test
  void aGainEndsInSilenceAndBeginsThere() {
    press("-".repeat(70));
    assertEquals(0, mixer.gain(0));
    press("+");
    assertTrue(mixer.gain(0) > 0);
    press("+".repeat(200));
    assertEquals(16, mixer.gain(0));
  }

  @Test
  void bypassAndBothSettings() {
    press("b");
    assertTrue(mixer.isBypassed());
    press("ba-");
    assertEquals(1, mixer.setting());
    press("a");
    assertEquals(1, mixer.gain(0), "setting A is as it was");
    assertFalse(keys.press('q'));
    assertFalse(keys.press(3), "Ctrl-C");
  }

  @Test
  void theLineSaysWhatGoesOn() {
    press("2-m");
    var statistics = new LiveStatistics(100, 2, 1, 0, 0, 0, 0.0812, null);
    assertEquals(
        "41 ms  load 8 %  late 3  drop-outs 4  drift +37 ppm  vocals[       ]  MUSIC[       ] mute  A silent",
        LiveDisplay.line(
            mixer, keys.chosen(), 40.6, statistics, new AudioStream.Counters(4, 37.2)));
  }
}
