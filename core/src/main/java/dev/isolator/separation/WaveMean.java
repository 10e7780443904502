package dev.isolator.separation;

/// The weighted mean of waves, sample by sample, summed in double.
final class WaveMean implements WaveCombination {
  private final double[] weights;
  private final double weightSum;
  private final SampleQueue ready;

  /// @param weights of the members, above 0
  WaveMean(double[] weights, int rows) {
    this.weights = weights.clone();
    double sum = 0;
    for (double weight : weights) {
      sum += weight;
    }
    this.weightSum = sum;
    this.ready = new SampleQueue(rows);
  }

  @Override
  public void add(float[][][] waves, int frames) {
    float[][] room = ready.room(frames);
    int at = ready.end();
    for (int row = 0; row < room.length; row++) {
      for (int i = 0; i < frames; i++) {
        double sum = 0;
        for (int member = 0; member < weights.length; member++) {
          sum += weights[member] * waves[member][row][i];
        }
        room[row][at + i] = (float) (sum / weightSum);
      }
    }
    ready.advance(frames);
  }

  @Override
  public void finish() {
    // every frame was ready at once
  }

  @Override
  public SampleQueue ready() {
    return ready;
  }
}
