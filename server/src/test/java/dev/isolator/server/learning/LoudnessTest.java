package dev.isolator.server.learning;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Reference: ITU-R BS.1770-4, which says that a sine of 997 Hz at full scale in one channel reads
/// −3.01 LUFS; EBU Tech 3341, test 1: in both channels at −23 dBFS, −23 LUFS.
class LoudnessTest {
  private static float[][] sine(int channels, double hertz, double gainDb, int rate, int seconds) {
    var sound = new float[channels][seconds * rate];
    double gain = Math.pow(10, gainDb / 20);
    for (float[] channel : sound) {
      for (int i = 0; i < channel.length; i++) {
        channel[i] = (float) (gain * Math.sin(2 * Math.PI * hertz * i / rate));
      }
    }
    return sound;
  }

  @ParameterizedTest
  @ValueSource(ints = {44_100, 48_000, 96_000})
  void aSineReadsWhatTheStandardSays(int rate) {
    assertEquals(-3.01, Loudness.of(sine(1, 997, 0, rate, 5), rate), 0.05);
    assertEquals(-23.0, Loudness.of(sine(2, 1000, -23, rate, 20), rate), 0.1);
  }

  @Test
  void quietBlocksDoNotCount() {
    int rate = 48_000;
    float[][] sound = sine(2, 1000, -23, rate, 20);
    for (float[] channel : sound) {
      for (int i = 10 * rate; i < channel.length; i++) {
        channel[i] *= 0.01f; // 40 dB softer
      }
    }
    assertEquals(-23.0, Loudness.of(sound, rate), 0.15);
  }

  @Test
  void silenceHasNone() {
    assertEquals(Double.NEGATIVE_INFINITY, Loudness.of(new float[2][48_000], 48_000));
    assertEquals(Double.NEGATIVE_INFINITY, Loudness.of(new float[1][0], 48_000));
  }
}
