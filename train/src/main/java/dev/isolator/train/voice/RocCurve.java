package dev.isolator.train.voice;

/// The receiver operating characteristic of micro-samples, as far as its area goes: how probable it
/// is that a micro-sample with voice gets a higher probability than one without. Memory is
/// constant: probabilities are counted in 65 536 equal steps, within which they are ties. One
/// thread at a time.
public final class RocCurve {
  private static final int STEPS = 1 << 16;

  private final long[] voiced = new long[STEPS];
  private final long[] silent = new long[STEPS];

  /// Counts micro-samples.
  ///
  /// @param probabilities `[n]`, 0 to 1
  /// @param labels `[n]`, 1 = voice, else 0
  public void add(float[] probabilities, float[] labels) {
    for (int t = 0; t < labels.length; t++) {
      int step = (int) Math.min(STEPS - 1, Math.max(0, probabilities[t] * STEPS));
      (labels[t] > 0.5f ? voiced : silent)[step]++;
    }
  }

  /// The area under the curve, 0 to 1; ties count half. NaN where all micro-samples have the same
  /// label.
  ///
  /// Source: the Mann–Whitney statistic; Fawcett, Pattern Recognition Letters 27, 2006, section 7.
  public double area() {
    double below = 0;
    double won = 0;
    double all = 0;
    for (int step = 0; step < STEPS; step++) {
      won += voiced[step] * (below + silent[step] / 2.0);
      below += silent[step];
      all += voiced[step];
    }
    return won / (all * below);
  }
}
