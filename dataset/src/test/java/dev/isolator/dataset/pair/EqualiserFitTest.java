package dev.isolator.dataset.pair;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EqualiserFitTest {
  private static final int RATE = 44_100;
  private static final int SIZE = 8192;

  private final double[] power = new double[SIZE / 2 + 1];
  private final double[] cross = new double[SIZE + 2];

  /// A voice of that many bells in a quiet mix: `re + i·im` of each bin is gain times power and
  /// noise as strong as weights of one over the rest's variance make it.
  private void mix(double gainDb, double[][] bells, long seed) {
    var random = new SplittableRandom(seed);
    for (int k = 1; k < SIZE / 2; k++) {
      double hz = (double) k * RATE / SIZE;
      power[k] = 3e4 / (1 + hz / 500) * (1 + Math.cos(2 * Math.PI * hz / 200)); // partials
      double decibels = gainDb;
      for (double[] bell : bells) {
        decibels += response(bell[0], bell[1], bell[2], hz);
      }
      double gain = Math.pow(10, decibels / 20);
      double noise = Math.sqrt(power[k] / Math.max(1, 0.23 * k));
      cross[2 * k] = gain * power[k] + noise * random.nextGaussian();
      cross[2 * k + 1] = noise * random.nextGaussian();
    }
  }

  /// Decibels of the Cookbook's digital peaking filter, by its coefficients on the unit circle.
  private static double response(double top, double decibels, double quality, double hz) {
    double a = Math.pow(10, decibels / 40);
    double w0 = 2 * Math.PI * top / RATE;
    double alpha = Math.sin(w0) / (2 * quality);
    double w = 2 * Math.PI * hz / RATE;
    return 20
        * Math.log10(
            magnitude(1 + alpha * a, -2 * Math.cos(w0), 1 - alpha * a, w)
                / magnitude(1 + alpha / a, -2 * Math.cos(w0), 1 - alpha / a, w));
  }

  private static double magnitude(double b0, double b1, double b2, double w) {
    return Math.hypot(
        b0 + b1 * Math.cos(w) + b2 * Math.cos(2 * w), b1 * Math.sin(w) + b2 * Math.sin(2 * w));
  }

  @ParameterizedTest(name = "fader {0} dB, bells {1}")
  @CsvSource({
    "-7.3, ''",
    "4.1, '1100 7.6 1.0'",
    "-5.1, '180 -4.6 1.5; 785 2.8 0.9; 5790 3.0 0.9'",
    "11.0, '140 6 0.7; 600 5 0.7; 7000 -6 0.7'",
    "0.0, '2000 -6 2; 2500 6 2'"
  })
  void theFaderIsFoundUnderTheBells(double gainDb, String text) {
    var bells =
        text.isEmpty()
            ? new double[0][]
            : java.util.Arrays.stream(text.split(";", -1))
                .map(
                    b ->
                        java.util.Arrays.stream(b.strip().split(" ", -1))
                            .mapToDouble(Double::parseDouble)
                            .toArray())
                .toArray(double[][]::new);
    mix(gainDb, bells, 7);

    var fit = EqualiserFit.fit(power, cross, RATE);

    assertEquals(gainDb, fit.gainDb(), 0.05, fit.toString());
    for (double[] bell : bells) {
      assertTrue(
          fit.filters().stream()
              .anyMatch(
                  found ->
                      Math.abs(Math.log(found.hertz() / bell[0])) < 0.05
                          && Math.abs(found.decibels() - bell[1]) < 0.4),
          "no bell at " + bell[0] + " Hz in " + fit);
    }
  }

  @Test
  void theEndOfALossyFilesBandIsNoBell() {
    mix(3, new double[0][], 8);
    for (int k = 11_000 * SIZE / RATE; k < SIZE / 2; k++) {
      cross[2 * k] *= 1e-3;
      cross[2 * k + 1] *= 1e-3;
    }
    assertEquals(3, EqualiserFit.fit(power, cross, RATE).gainDb(), 0.05);
  }

  @Test
  void nothingInCommonIsNoGain() {
    var fit = EqualiserFit.fit(power, cross, RATE);
    assertEquals(0, fit.gainDb());
    assertTrue(fit.filters().isEmpty());
  }
}
