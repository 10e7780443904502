package dev.isolator.train.data;

import java.util.Arrays;
import java.util.SplittableRandom;

/// The validation set: 60 mixes of 12 s from files that no network is trained on, the first half
/// over instrumentals, the second over MIDI renders where there are any. The voice stands −6 to +3
/// dB against the accompaniment; every sixth mix is mono; in every sixth other one nobody sings for
/// 4 s.
public final class ValidationMixes {
  /// How many there are in the whole set.
  public static final int COUNT = 60;

  /// Samples of each.
  public static final int SAMPLES = 12 * PcmFile.SAMPLE_RATE;

  private static final double ACCOMPANIMENT_DB = -20;

  private final Library library;
  private final long seed;
  private final int count;

  /// The whole set.
  public ValidationMixes(Library library, long seed) {
    this(library, seed, COUNT);
  }

  /// The first mixes of the set.
  ///
  /// @param count 1 to [#COUNT]
  public ValidationMixes(Library library, long seed, int count) {
    this.library = library;
    this.seed = seed;
    this.count = count;
  }

  /// How many mixes.
  public int count() {
    return count;
  }

  /// Mix `i`: vocals, then music.
  public Mix get(int i) {
    var random = new SplittableRandom(seed * 1_000_003 + i);
    var sound = new float[2][2][SAMPLES];
    var phrases = library.phrases();
    int slots = (int) Math.max(1, phrases.frames() / SAMPLES);
    phrases.addTo(sound[0], (long) (i % slots) * SAMPLES, 1);
    if (i < COUNT / 2 || library.midi().isEmpty()) {
      var pieces = library.instrumentals();
      stretch(random, sound[1], pieces.get(i % pieces.size()));
    } else {
      var song = library.midi().get(i % library.midi().size());
      double place = random.nextDouble();
      for (PcmFile stem : song.values()) {
        stem.addTo(sound[1], (long) (place * Math.max(0, stem.frames() - SAMPLES)), 1);
      }
    }
    if (i % 6 == 1) {
      int from = (int) (random.nextDouble(2, 6) * PcmFile.SAMPLE_RATE);
      for (float[] channel : sound[0]) {
        Arrays.fill(channel, from, from + 4 * PcmFile.SAMPLE_RATE, 0);
      }
    }
    level(sound[1], ACCOMPANIMENT_DB);
    level(sound[0], ACCOMPANIMENT_DB + random.nextDouble(-6, 3));
    if (i % 6 == 0) {
      for (float[][] stem : sound) {
        for (int k = 0; k < SAMPLES; k++) {
          stem[0][k] = stem[1][k] = 0.5f * (stem[0][k] + stem[1][k]);
        }
      }
    }
    return new Mix(sound);
  }

  private static void stretch(SplittableRandom random, float[][] into, PcmFile file) {
    file.addTo(into, (long) (random.nextDouble() * Math.max(0, file.frames() - SAMPLES)), 1);
  }

  private static void level(float[][] signal, double db) {
    double power = 1e-12;
    for (float[] channel : signal) {
      for (float x : channel) {
        power += (double) x * x;
      }
    }
    float gain = (float) (Math.pow(10, db / 20) / Math.sqrt(power / (2.0 * SAMPLES)));
    for (float[] channel : signal) {
      for (int i = 0; i < channel.length; i++) {
        channel[i] *= gain;
      }
    }
  }
}
