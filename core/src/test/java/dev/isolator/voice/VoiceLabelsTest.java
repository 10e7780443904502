package dev.isolator.voice;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class VoiceLabelsTest {
  private static final VoiceTimeline TIMELINE =
      new VoiceTimeline(List.of(new VoiceSpan(0, 1.5), new VoiceSpan(61.0000004, 62.25)));

  @Test
  void labelsAreAudacitys() {
    assertEquals(
        "0.000000\t1.500000\tvoice\n61.000000\t62.250000\tvoice\n",
        VoiceLabels.audacity(TIMELINE, "voice"));
    assertEquals("", VoiceLabels.audacity(new VoiceTimeline(List.of()), "voice"));
  }

  @Test
  void tablesHaveAHead() {
    assertEquals("start,end\n0.000000,1.500000\n61.000000,62.250000\n", VoiceLabels.csv(TIMELINE));
    assertEquals(
        "start,end,source\n0.000000,1.500000,stem energy\n61.000000,62.250000,stem energy\n",
        VoiceLabels.csv(TIMELINE, VoiceSource.STEM_ENERGY));
  }
}
