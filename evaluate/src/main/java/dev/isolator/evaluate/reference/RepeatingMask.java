package dev.isolator.evaluate.reference;

import java.util.Arrays;

/// The last steps of [Repet] and [RepetSim]: medians of frames, and the mask that follows from
/// them.
final class RepeatingMask {
  private static final double LOWEST_VOICE_HZ = 100;

  private RepeatingMask() {}

  /// The median of each bin over some frames, `[bins]`; of an even number the mean of the middle
  /// two.
  static float[] median(float[][] frames) {
    int bins = frames[0].length;
    var median = new float[bins];
    var values = new float[frames.length];
    for (int bin = 0; bin < bins; bin++) {
      for (int k = 0; k < values.length; k++) {
        values[k] = frames[k][bin];
      }
      Arrays.sort(values);
      int half = values.length / 2;
      median[bin] = values.length % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
    }
    return median;
  }

  /// The share of the voice: 1 − min(repeating, mixture) / mixture, nothing below 100 Hz.
  ///
  /// @param mixture `[frames][bins]`, magnitudes; overwritten by the result
  /// @param repeating `[frames][bins]`, magnitudes of what repeats
  static float[][] voice(float[][] mixture, float[][] repeating, SongSpectra song) {
    int lowest = song.binOf(LOWEST_VOICE_HZ);
    for (int t = 0; t < mixture.length; t++) {
      float[] row = mixture[t];
      Arrays.fill(row, 0, lowest, 0);
      for (int bin = lowest; bin < row.length; bin++) {
        row[bin] = repeating[t][bin] < row[bin] ? 1 - repeating[t][bin] / row[bin] : 0;
      }
    }
    return mixture;
  }
}
