package dev.isolator.dataset.synth;

import dev.isolator.dataset.effect.Level;
import dev.isolator.dataset.effect.StrictDecibels;
import java.util.Collection;

/// The compressor and limiter of a master bus. The gain is computed from the sum of the stems and
/// applied to every stem, so that the stems still sum to the mix.
///
/// @param thresholdDb level of the sum above which it is compressed 2:1
/// @param ceilingDb highest peak of the sum
record MasterBus(double thresholdDb, double ceilingDb) {
  private static final int STEP = 64;
  private static final double RELEASE_SECONDS = 0.15;

  /// Processes all stems in place.
  ///
  /// @param stems stereo `[2][frames]` each, of equal length
  void apply(Collection<float[][]> stems, int sampleRate) {
    int frames = stems.iterator().next()[0].length;
    var sum = new float[2][frames];
    for (float[][] stem : stems) {
      Level.add(sum, stem, 0);
    }
    int steps = Math.ceilDiv(frames, STEP);
    var wanted = new double[steps + 1];
    for (int s = 0; s < steps; s++) {
      double most = 0;
      for (int i = s * STEP; i < Math.min(frames, (s + 1) * STEP); i++) {
        most = Math.max(most, Math.max(Math.abs(sum[0][i]), Math.abs(sum[1][i])));
      }
      double level = StrictDecibels.of(most);
      double over = Math.max(0, level - thresholdDb) / 2;
      wanted[s] = Math.max(over, level - ceilingDb);
    }
    double keep = StrictMath.exp(-STEP / (RELEASE_SECONDS * sampleRate));
    double reduction = wanted[0]; // a song may begin with a peak
    double last = StrictDecibels.gain(-reduction);
    for (int s = 0; s < steps; s++) {
      // one step ahead, so that the gain is low before the peak
      double now = Math.max(wanted[s], wanted[s + 1]);
      reduction = Math.max(now, keep * reduction);
      double gain = StrictDecibels.gain(-reduction);
      int n = Math.min(STEP, frames - s * STEP);
      for (float[][] stem : stems) {
        for (float[] channel : stem) {
          for (int i = 0; i < n; i++) {
            channel[s * STEP + i] *= (float) (last + (gain - last) * (i + 1) / n);
          }
        }
      }
      last = gain;
    }
  }
}
