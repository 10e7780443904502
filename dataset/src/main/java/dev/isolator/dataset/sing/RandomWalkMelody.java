package dev.isolator.dataset.sing;

import java.util.SplittableRandom;

/// Random melodies: random walks over a scale.
final class RandomWalkMelody {
  private static final int[][] SCALES = {
    {0, 2, 4, 5, 7, 9, 11}, {0, 2, 3, 5, 7, 8, 10}, {0, 3, 5, 7, 10}, {0, 2, 4, 7, 9}
  };

  private RandomWalkMelody() {}

  /// Draws a melody with steps every 0.15 to 0.9 s, glides of 20 to 80 ms, and vibrato of 4.5 to
  /// 6.5 Hz by up to 0.6 semitones.
  static MelodyCurve walk(SplittableRandom random, double seconds) {
    int[] scale = SCALES[random.nextInt(SCALES.length)];
    int steps = (int) (seconds / 0.15) + 2;
    var times = new double[steps];
    var semitones = new double[steps];
    int degree = random.nextInt(-2, 3);
    double at = 0;
    int n = 0;
    while (n < steps && (n == 0 || at < seconds)) {
      times[n] = at;
      semitones[n] = note(scale, degree);
      n++;
      at += 0.15 + 0.75 * random.nextDouble();
      degree = Math.clamp(degree + random.nextInt(-2, 3), -3, 3);
    }
    return new MelodyCurve(
        java.util.Arrays.copyOf(times, n),
        java.util.Arrays.copyOf(semitones, n),
        0.02 + 0.06 * random.nextDouble(),
        4.5 + 2 * random.nextDouble(),
        0.6 * random.nextDouble(),
        Double.NaN);
  }

  private static int note(int[] scale, int degree) {
    return 12 * Math.floorDiv(degree, scale.length) + scale[Math.floorMod(degree, scale.length)];
  }
}
