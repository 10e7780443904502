package dev.isolator.evaluate.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.isolator.evaluate.metric.Pcm16;
import dev.isolator.evaluate.metric.TrackSdr;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class OracleTest {
  private static final int RATE = 16_000;

  @ParameterizedTest(name = "{0}, {1} frames, {2} channels")
  @CsvSource({"IBM,5001,2", "IRM,5001,2", "MWF,5001,2", "IRM,1,1", "MWF,0,1", "MWF,3000,3"})
  void stemsSumToTheMixture(Oracle oracle, int n, int channels) {
    float[][][] stems = {noise(n, channels, 1), noise(n, channels, 2), noise(n, channels, 3)};
    float[][] mix = sum(stems);

    float[][] sum = sum(oracle.separate(mix, stems, RATE));

    for (int channel = 0; channel < channels; channel++) {
      for (int i = 0; i < n; i++) {
        assertEquals(mix[channel][i], sum[channel][i], 2e-5); // floats, and the filter's ridge
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Oracle.class)
  void tonesThatNeverMeetComeOutWhole(Oracle oracle) {
    float[][][] stems = {tone(300), tone(3000)};

    float[][][] separated = oracle.separate(sum(stems), stems, RATE);

    for (int stem = 0; stem < 2; stem++) {
      assertTrue(sdr(stems[stem], separated[stem]) > 40); // where their skirts cross, both are weak
    }
  }

  @Test
  void placesHelpWhereTonesMeet() {
    float[] a = noise(2 * RATE, 1, 1)[0];
    float[] b = noise(2 * RATE, 1, 2)[0];
    float[][][] stems = {{a, scaled(a, 0.2)}, {scaled(b, 0.2), b}};
    float[][] mix = sum(stems);

    double irm = sdr(stems[0], Oracle.IRM.separate(mix, stems, RATE)[0]);
    double mwf = sdr(stems[0], Oracle.MWF.separate(mix, stems, RATE)[0]);

    assertTrue(mwf > 30 && mwf > irm + 10, "MWF %.1f, IRM %.1f".formatted(mwf, irm));
  }

  @Test
  void anUnknownNameIsRefusedWithTheNamesThereAre() {
    var e = assertThrows(IllegalArgumentException.class, () -> Oracle.named("oracle:delphi"));
    assertEquals(
        "oracle:delphi: no oracle of that name; there are oracle:ibm, oracle:irm, oracle:mwf",
        e.getMessage());
    assertEquals(Oracle.MWF, Oracle.named("oracle:mwf"));
  }

  private static double sdr(float[][] truth, float[][] estimate) {
    return TrackSdr.of(Pcm16.quantise(truth, RATE), Pcm16.quantise(estimate, RATE));
  }

  private static float[][] noise(int n, int channels, long seed) {
    var random = new Random(seed);
    var noise = new float[channels][n];
    for (float[] channel : noise) {
      for (int i = 0; i < n; i++) {
        channel[i] = (float) (0.1 * random.nextGaussian());
      }
    }
    return noise;
  }

  private static float[][] tone(double hertz) {
    var tone = new float[RATE];
    for (int i = 0; i < tone.length; i++) {
      double fade = Math.sin(Math.PI * i / tone.length);
      tone[i] = (float) (0.3 * fade * Math.sin(2 * Math.PI * hertz * i / RATE));
    }
    return new float[][] {tone};
  }

  private static float[] scaled(float[] x, double gain) {
    var y = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      y[i] = (float) (gain * x[i]);
    }
    return y;
  }

  private static float[][] sum(float[][][] stems) {
    var sum = new float[stems[0].length][stems[0][0].length];
    for (float[][] stem : stems) {
      for (int channel = 0; channel < sum.length; channel++) {
        for (int i = 0; i < sum[channel].length; i++) {
          sum[channel][i] += stem[channel][i];
        }
      }
    }
    return sum;
  }
}
