package dev.isolator.train.data;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// Makes mixes on the fly: vocals and accompaniment of different songs, at random levels.
///
/// The same seed gives the same mix, whichever thread makes it. Any thread.
public final class MixMaker {
  /// Softer than this, in rms, counts as silent and is not made louder.
  private static final double SILENT = 1e-4;

  private final Library library;
  private final MixRecipe recipe;
  private final List<String> stems;
  private final int n;
  private final int hop;

  /// @param stems `vocals`, then `music`, or `drums`, `bass` and `other`
  /// @param n samples of a mix
  /// @param hop samples; silence before and after songs lasts whole hops
  public MixMaker(Library library, MixRecipe recipe, List<String> stems, int n, int hop) {
    this.library = library;
    this.recipe = recipe;
    this.stems = List.copyOf(stems);
    this.n = n;
    this.hop = hop;
  }

  /// The mix of a seed.
  public Mix make(long seed) {
    var random = new SplittableRandom(seed);
    var sound = new float[stems.size()][2][n];
    double kind = random.nextDouble();
    boolean vocals = kind >= recipe.noVocals();
    boolean accompaniment = kind < 1 - recipe.noAccompaniment();
    if (accompaniment) {
      accompaniment(random, sound);
    }
    if (vocals) {
      vocals(random, sound[0]);
    }
    effects(random, sound);
    edges(random, sound);
    return new Mix(sound);
  }

  private void vocals(SplittableRandom random, float[][] into) {
    var songs = library.songs();
    boolean phrase = songs.isEmpty() || random.nextDouble() < recipe.phraseShare();
    var file = library.phrases();
    if (!phrase) {
      file = songs.get(random.nextInt(songs.size())).getOrDefault("vocals", file);
    }
    add(random, file, into, -32, -16);
    if (random.nextDouble() < 0.5) {
      swapSides(into);
    }
  }

  private void accompaniment(SplittableRandom random, float[][][] sound) {
    double kind = random.nextDouble();
    boolean wholePieces = stems.size() == 2 && !library.instrumentals().isEmpty();
    if (wholePieces && kind < recipe.instrumentalShare()) {
      var pieces = library.instrumentals();
      add(random, pieces.get(random.nextInt(pieces.size())), sound[1], -26, -14);
      return;
    }
    boolean rendered = !library.midi().isEmpty();
    boolean midi = rendered && kind < recipe.instrumentalShare() + recipe.midiShare();
    var songs = midi || library.songs().isEmpty() ? library.midi() : library.songs();
    if (songs.isEmpty()) {
      var pieces = library.instrumentals();
      add(random, pieces.get(random.nextInt(pieces.size())), sound[1], -26, -14);
      return;
    }
    boolean together = random.nextDouble() < 0.6;
    var song = songs.get(random.nextInt(songs.size()));
    long start = place(random, song);
    var music = song.get("music");
    if (stems.size() == 2 && music != null && isOneTrack(song)) {
      add(random, music, start, sound[1], random.nextDouble(-26, -14));
      return;
    }
    for (String stem : List.of("drums", "bass", "other")) {
      var from = together ? song : songs.get(random.nextInt(songs.size()));
      long at = together ? start : place(random, from);
      boolean absent = random.nextDouble() < recipe.noStem();
      double level = random.nextDouble(-30, -17);
      var file = from.get(stem);
      if (absent || file == null) {
        continue;
      }
      add(random, file, at, sound[Math.max(1, stems.indexOf(stem))], level);
    }
  }

  /// Whether the accompaniment is one track, as in pairs of mix and vocals.
  private static boolean isOneTrack(Map<String, PcmFile> song) {
    return !song.containsKey("drums") && !song.containsKey("bass") && !song.containsKey("other");
  }

  private void add(
      SplittableRandom random, PcmFile file, float[][] into, double fromDb, double toDb) {
    add(random, file, place(random, Map.of("", file)), into, random.nextDouble(fromDb, toDb));
  }

  /// Where a segment begins, in frames of the song, which is as long as its longest stem.
  private long place(SplittableRandom random, Map<String, PcmFile> song) {
    long frames = song.values().stream().mapToLong(PcmFile::frames).max().orElse(0);
    return (long) (random.nextDouble() * Math.max(0, frames - n));
  }

  /// Adds a stretch of a file at a level in dBFS rms.
  private void add(
      SplittableRandom random, PcmFile file, long start, float[][] into, double levelDb) {
    float[][] part = file.read(start, n);
    double power = 0;
    for (float[] channel : part) {
      for (float x : channel) {
        power += (double) x * x;
      }
    }
    double rms = Math.sqrt(power / (2.0 * n));
    if (!(rms > SILENT)) {
      return;
    }
    // A short note in a long silence is not to become a blast: 14 dB above usual is the most.
    double gain = Math.min(Math.pow(10, levelDb / 20) / rms, 5);
    float sign = random.nextBoolean() ? 1 : -1;
    for (int c = 0; c < 2; c++) {
      for (int i = 0; i < n; i++) {
        into[c][i] += (float) (sign * gain) * part[c][i];
      }
    }
  }

  private void effects(SplittableRandom random, float[][][] sound) {
    if (random.nextDouble() < 0.5) {
      for (float[][] stem : sound) {
        swapSides(stem);
      }
    }
    if (random.nextDouble() < recipe.mono()) {
      for (float[][] stem : sound) {
        for (int i = 0; i < n; i++) {
          stem[0][i] = stem[1][i] = 0.5f * (stem[0][i] + stem[1][i]);
        }
      }
    }
    if (random.nextDouble() < recipe.lowPassed()) {
      double hz = random.nextDouble(5_000, 16_000);
      for (float[][] stem : sound) {
        LowPass.apply(stem[0], hz);
        LowPass.apply(stem[1], hz);
      }
    }
  }

  /// Songs begin and end, and beyond there are zero spectra: not a convolution's zeros.
  private void edges(SplittableRandom random, float[][][] sound) {
    boolean before = random.nextDouble() < recipe.songEdge();
    boolean after = random.nextDouble() < recipe.songEdge();
    int longest = n / hop / 2;
    int first = before ? hop * random.nextInt(1, longest) : 0;
    int last = after ? n - hop * random.nextInt(1, longest) : n;
    for (float[][] stem : sound) {
      for (float[] channel : stem) {
        Arrays.fill(channel, 0, first, 0);
        Arrays.fill(channel, last, n, 0);
      }
    }
  }

  private static void swapSides(float[][] stem) {
    float[] left = stem[0];
    stem[0] = stem[1];
    stem[1] = left;
  }
}
