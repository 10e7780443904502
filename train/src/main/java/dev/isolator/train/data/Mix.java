package dev.isolator.train.data;

/// One example: the stems of a mixture, which is their sum.
///
/// @param stems `[stems][2][n]`, amplitude
/// @param partsKnown whether each stem has its own sound; if not, the accompaniment is unsplit: the
///   second stem has all of it, and the stems after it are silent
@SuppressWarnings("ArrayRecordComponent") // a carrier between stages: never compared or hashed
public record Mix(float[][][] stems, boolean partsKnown) {

  /// A mix of which every stem is known.
  public Mix(float[][][] stems) {
    this(stems, true);
  }

  /// The sum, `[2][n]`; allocates.
  public float[][] mixture() {
    var sum = new float[2][stems[0][0].length];
    for (float[][] stem : stems) {
      for (int c = 0; c < 2; c++) {
        for (int i = 0; i < sum[c].length; i++) {
          sum[c][i] += stem[c][i];
        }
      }
    }
    return sum;
  }
}
