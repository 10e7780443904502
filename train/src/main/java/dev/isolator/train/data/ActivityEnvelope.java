package dev.isolator.train.data;

/// Where the stems of a mix sound: 1 there, 0 in silence, with ramps of 23 ms between.
///
/// A block of 1024 samples is silent if neither it nor a neighbour has a power above a
/// hundred-thousandth (−50 dB) of the mix's mean power. The activity of a sample is interpolated
/// linearly between the middles of blocks.
final class ActivityEnvelope {
  private static final int BLOCK = 1024;
  private static final double SILENT = 1e-5;

  private ActivityEnvelope() {}

  /// The activity of each stem.
  ///
  /// @param stems `[stems][2][n]`, amplitude
  /// @return `[stems][n]`, 0 to 1
  static float[][] of(float[][][] stems) {
    int n = stems[0][0].length;
    double threshold = SILENT * power(new Mix(stems).mixture(), 0, n) / n;
    var activity = new float[stems.length][];
    for (int s = 0; s < stems.length; s++) {
      activity[s] = of(stems[s], threshold);
    }
    return activity;
  }

  /// Whether two stems sound at once somewhere.
  static boolean overlaps(float[][] activity) {
    for (int i = 0; i < activity[0].length; i++) {
      int sounding = 0;
      for (float[] stem : activity) {
        sounding += stem[i] > 0 ? 1 : 0;
      }
      if (sounding > 1) {
        return true;
      }
    }
    return false;
  }

  /// @param threshold power a sample, both channels together
  private static float[] of(float[][] stem, double threshold) {
    int n = stem[0].length;
    var sounds = new boolean[Math.ceilDiv(n, BLOCK) + 2]; // with a block before and one after
    for (int block = 0; block < sounds.length - 2; block++) {
      int from = block * BLOCK;
      int to = Math.min(n, from + BLOCK);
      if (power(stem, from, to) > threshold * (to - from)) {
        sounds[block] = sounds[block + 1] = sounds[block + 2] = true;
      }
    }
    var activity = new float[n];
    for (int i = 0; i < n; i++) {
      double place = (i + 0.5) / BLOCK + 0.5; // in blocks; the middle of the first one is at 1
      int before = (int) place;
      double after = place - before;
      activity[i] = (float) ((sounds[before] ? 1 - after : 0) + (sounds[before + 1] ? after : 0));
    }
    return activity;
  }

  private static double power(float[][] sound, int from, int to) {
    double power = 0;
    for (float[] channel : sound) {
      for (int i = from; i < to; i++) {
        power += (double) channel[i] * channel[i];
      }
    }
    return power;
  }
}
