package dev.isolator.voice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StemEnergyTest {
  private static final int RATE = 8000; // frames of 160 samples

  private static List<Float> heard(float voice, float mix, int samples, int block) {
    var heard = new ArrayList<Float>();
    var ends = new ArrayList<Double>();
    var energy =
        new StemEnergy(
            RATE,
            (start, end, probability) -> {
              assertEquals(ends.isEmpty() ? 0 : ends.getLast(), start, 1e-12, "no gaps");
              ends.add(end);
              heard.add(probability);
            });
    for (int from = 0; from < samples; from += block) {
      int count = Math.min(block, samples - from);
      energy.add(level(voice, count), level(mix, count), count);
    }
    energy.finish(2);
    return heard;
  }

  private static float[][] level(float value, int count) {
    var samples = new float[2][count];
    for (float[] channel : samples) {
      Arrays.fill(channel, value);
    }
    return samples;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 159, 160, 161, 1600})
  void thereIsAFrameForAllOfTheSongWhateverTheBlocks(int samples) {
    var whole = heard(0.1f, 0.2f, samples, 5000);

    assertEquals(Math.ceilDiv(samples, 160), whole.size());
    assertEquals(whole, heard(0.1f, 0.2f, samples, 7));
  }

  @Test
  void moreVoiceIsMoreLikelyAndSilenceIsNone() {
    float loud = heard(0.2f, 0.2f, 1600, 1600).get(4);
    float even = heard(0.1f, 0.2f, 1600, 1600).get(4);
    float leak = heard(0.01f, 0.2f, 1600, 1600).get(4);

    assertTrue(loud > even && even > 0.6, loud + " " + even);
    float less = heard(0.005f, 0.2f, 1600, 1600).get(4);
    assertTrue(less < 0.1, "a leak of -32 dB: " + less);
    assertTrue(leak < Hysteresis.defaults().off(), "a leak of -26 dB: " + leak);
    assertEquals(0, heard(0, 0.2f, 1600, 1600).get(4));
    assertEquals(0, heard(0, 0, 1600, 1600).get(4));
    assertEquals(0, heard(5e-4f, 5e-4f, 1600, 1600).get(4), "all of a whisper at -66 dBFS");
  }
}
