package dev.isolator.separation;

/// What a pair of channels is brought to before a network hears it: `(x − mean) / deviation`, and
/// back.
///
/// @param mean of the pair's mono mix
/// @param deviation of the pair's mono mix
record SongLevel(double mean, double deviation) {
  /// Leaves samples as they are.
  static final SongLevel AS_IS = new SongLevel(0, 1);

  /// Added to the deviation by the Demucs family.
  private static final double LEAST = 1e-8;

  /// Below it a mono mix is as good as silent, though its channels may not be: they stay as they
  /// are.
  private static final double SILENT = 1e-7;

  /// Sums up a pair, sample by sample, in double.
  static final class Sum {
    private long count;
    private double sum;
    private double squares;

    void add(float left, float right) {
      double mono = 0.5 * ((double) left + right);
      count++;
      sum += mono;
      squares += mono * mono;
    }

    /// The level, with the deviation's `n − 1`.
    SongLevel level() {
      if (count < 2) {
        return AS_IS;
      }
      double mean = sum / count;
      double deviation = Math.sqrt(Math.max(0, squares - count * mean * mean) / (count - 1));
      return deviation > SILENT ? new SongLevel(mean, deviation + LEAST) : AS_IS;
    }
  }
}
