package dev.isolator.train.onnx;

import dev.isolator.train.family.Architecture;
import dev.isolator.train.layer.WeightValues;
import java.util.SplittableRandom;

/// Weights as after some training, for tests.
final class UsedWeights {
  private UsedWeights() {}

  /// Weights whose batch norm has statistics of something, so that folding is put to the test, and
  /// none of which is zero any more.
  static WeightValues of(Architecture architecture) {
    var weights = WeightValues.fresh(architecture.weights(), 1);
    var random = new SplittableRandom(2);
    for (int i = 0; i < weights.parameters().length; i++) {
      weights.parameters()[i] += (float) random.nextDouble(-0.05, 0.05);
    }
    for (int i = 0; i < weights.statistics().length; i++) {
      weights.statistics()[i] = (float) random.nextDouble(0.5, 1.5);
    }
    return weights;
  }
}
