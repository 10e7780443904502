package dev.isolator.train.voice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RocCurveTest {
  @Test
  void areaCountsPairsInOrder() {
    var curve = new RocCurve();
    curve.add(new float[] {0.9f, 0.4f, 0.6f, 0.1f}, new float[] {1, 1, 0, 0});
    assertEquals(3 / 4.0, curve.area(), 1e-12); // of the four pairs one is in the wrong order
  }

  @Test
  void tiesCountHalf() {
    var curve = new RocCurve();
    curve.add(new float[] {0.5f, 0.5f, 0.5f}, new float[] {1, 0, 0});
    assertEquals(0.5, curve.area(), 1e-12);
  }

  @Test
  void areaIsThatOfAllPairs() {
    var random = new SplittableRandom(1);
    int n = 500;
    var told = new float[n];
    var labels = new float[n];
    for (int i = 0; i < n; i++) {
      labels[i] = random.nextInt(3) == 0 ? 1 : 0;
      told[i] = (float) Math.min(1, random.nextDouble() * (0.5 + labels[i]));
    }
    double won = 0;
    double pairs = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        if (labels[i] > labels[j]) {
          won += told[i] > told[j] ? 1 : told[i] == told[j] ? 0.5 : 0;
          pairs++;
        }
      }
    }
    var curve = new RocCurve();
    curve.add(told, labels);
    assertEquals(won / pairs, curve.area(), 1e-4);
  }

  @Test
  void thereIsNoAreaWithoutBothKinds() {
    var curve = new RocCurve();
    curve.add(new float[] {0.2f, 0.7f}, new float[] {1, 1});
    assertTrue(Double.isNaN(curve.area()));
  }
}
