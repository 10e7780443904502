package dev.isolator.train.loss;

/// What the one-pass losses share: a loss gathered frame by frame, so that the compiler sees plain
/// loops over arrays of one length, and a root in single precision.
final class FrameSums {
  private FrameSums() {}

  /// The sum of all frames' losses, which are set to zero.
  static double take(float[] loss) {
    double sum = 0;
    for (int t = 0; t < loss.length; t++) {
      sum += loss[t];
      loss[t] = 0;
    }
    return sum;
  }

  static float root(float x) {
    return (float) Math.sqrt(x);
  }
}
