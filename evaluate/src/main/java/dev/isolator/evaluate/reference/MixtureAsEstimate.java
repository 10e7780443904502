package dev.isolator.evaluate.reference;

/// The mixture as the estimate of every stem: what everybody who separates starts from.
final class MixtureAsEstimate implements ReferenceMethod {
  @Override
  public float[][][] separate(float[][] mix, int sampleRate) {
    return new float[][][] {mix, mix};
  }
}
