package dev.isolator.live;

import dev.isolator.model.FrameModel;
import dev.isolator.model.ModelException;
import java.nio.FloatBuffer;
import java.util.SplittableRandom;

/// Measures how long a network takes for a hop, after [WarmUp].
final class NetworkSpeed {
  /// Rounds over all phases whose times count; one round before warms up.
  private static final int ROUNDS = 5;

  private NetworkSpeed() {}

  /// Runs the network on noise, on this thread: some 0.1 s for `live-vocals`.
  static HopTimes measure(FrameModel model) throws ModelException {
    var contract = model.contract();
    int phases = contract.reach().frameMultiple();
    var nanos = new long[ROUNDS * phases];
    var random = new SplittableRandom(1);
    FloatBuffer spectrum = model.spectrum();
    for (int i = 0; i < spectrum.capacity(); i++) {
      spectrum.put(i, (float) (10 * random.nextGaussian()));
    }
    try (var states = model.begin()) {
      for (int hop = -phases; hop < nanos.length; hop++) {
        long start = System.nanoTime();
        model.run(states);
        if (hop >= 0) {
          nanos[hop] = System.nanoTime() - start;
        }
      }
    }
    return HopTimes.of(nanos, phases, 1000 * contract.grid().frameSeconds());
  }
}
