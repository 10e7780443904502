package dev.isolator.train.data;

import dev.isolator.dataset.effect.Level;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// Makes mixes on the fly: vocals and accompaniment of different songs, at random levels.
///
/// The same seed gives the same mix, whichever thread makes it. Any thread.
public final class MixMaker {
  /// A source with a lower rms counts as silent, and its level is not raised.
  private static final double SILENT = 1e-4;

  /// The largest gain, 14 dB: a short note in a long silence has a low rms, and would become far
  /// too loud.
  private static final double MOST_GAIN = 5;

  /// The upper band limit of voices that were recorded at 22.05 kHz.
  private static final double VOICE_TOP_HZ = 11_000;

  private static final List<String> PARTS = List.of("drums", "bass", "other");
  private static final List<String> WITH_PARTS = List.of("vocals", "drums", "bass", "other");

  private final SoundLibrary library;
  private final SoundLibrary coded;
  private final MixRecipe recipe;
  private final List<String> stems;
  private final boolean unsplitAccompaniment;
  private final int n;
  private final int hop;

  /// @param stems `vocals`, then `music`, or `drums`, `bass` and `other`
  /// @param n samples of a mix
  /// @param hop samples; silence before and after songs lasts whole hops
  public MixMaker(SoundLibrary library, MixRecipe recipe, List<String> stems, int n, int hop) {
    this(library, library, recipe, stems, false, n, hop);
  }

  /// @param coded what [CodedCopies] makes of the library
  /// @param stems `vocals`, then `music`, or `drums`, `bass` and `other`
  /// @param unsplitAccompaniment whether an accompaniment may be one track although drums, bass and
  ///   other are asked for; such a mix is not [Mix#partsKnown()]. For two stems it always may be
  /// @param n samples of a mix
  /// @param hop samples; silence before and after songs lasts whole hops
  public MixMaker(
      SoundLibrary library,
      SoundLibrary coded,
      MixRecipe recipe,
      List<String> stems,
      boolean unsplitAccompaniment,
      int n,
      int hop) {
    this.library = library;
    this.coded = coded;
    this.recipe = recipe;
    this.stems = List.copyOf(stems);
    this.unsplitAccompaniment = unsplitAccompaniment || stems.size() == 2;
    this.n = n;
    this.hop = hop;
  }

  /// The mix of a seed.
  public Mix make(long seed) {
    var random = new SplittableRandom(seed);
    var sound = new float[stems.size()][2][n];
    double kind = random.nextDouble();
    boolean vocals = kind >= recipe.absences().noVocals();
    boolean accompaniment = kind < 1 - recipe.absences().noAccompaniment();
    boolean partsKnown = true;
    if (random.nextDouble() < recipe.effects().sameSong() && !library.songs().isEmpty()) {
      partsKnown = sameSong(random, sound, vocals, accompaniment);
    } else {
      if (accompaniment) {
        partsKnown = accompaniment(random, from(random), sound);
      }
      if (vocals) {
        vocals(random, from(random), sound[0]);
      }
    }
    return finished(random, sound, partsKnown);
  }

  /// An empty mix, `[stems][2][n]`.
  float[][][] silence() {
    return new float[stems.size()][2][n];
  }

  /// Adds vocals of the library to a mix.
  void addVocals(SplittableRandom random, float[][][] sound) {
    vocals(random, from(random), sound[0]);
  }

  /// Adds an accompaniment of the library to a mix.
  ///
  /// @return whether its parts are known
  boolean addAccompaniment(SplittableRandom random, float[][][] sound) {
    return accompaniment(random, from(random), sound);
  }

  /// Adds a random segment of a file to one stem of a mix, at a level as such sources have.
  void addSegment(SplittableRandom random, PcmFile file, float[][] into, boolean vocals) {
    add(random, file, into, vocals ? -32 : -26, vocals ? -16 : -14);
  }

  /// Adds the same segment of two stems of one song to a mix, with one gain.
  void addTogether(SplittableRandom random, PcmFile vocals, PcmFile music, float[][][] sound) {
    long start = place(random, Map.of("vocals", vocals, "music", music));
    float[][] voice = vocals.read(start, n);
    float[][] rest = music.read(start, n);
    double rms = Math.sqrt((power(voice) + power(rest)) / (2.0 * n));
    float gain = (float) Math.min(level(random, -26, -14) / Math.max(rms, SILENT), MOST_GAIN);
    addTo(sound[0], voice, gain);
    addTo(sound[1], rest, gain);
  }

  /// What is done to every mix once its sources are in it.
  Mix finished(SplittableRandom random, float[][][] sound, boolean partsKnown) {
    for (float[][] source : sound) {
      SourceEffects.apply(random.split(), recipe.effects(), source);
    }
    effects(random, sound);
    edges(random, sound);
    delivery(random, sound);
    return new Mix(sound, partsKnown || stems.size() == 2);
  }

  /// The library that a source is drawn from: the original, or its lossy copies.
  private SoundLibrary from(SplittableRandom random) {
    return random.nextDouble() < recipe.effects().coded() ? coded : library;
  }

  /// Mixes one song as it was recorded: all stems from one position, with one gain.
  ///
  /// @return whether its parts are known
  private boolean sameSong(
      SplittableRandom random, float[][][] sound, boolean vocals, boolean accompaniment) {
    var song = library.songs().get(random.nextInt(library.songs().size()));
    long start = place(random, song);
    var whole = new float[stems.size()][2][n];
    for (String stem : parts(song)) {
      var file = song.get(stem);
      boolean wanted = stem.equals("vocals") ? vocals : accompaniment;
      if (file != null && wanted) {
        file.addTo(whole[place(stem)], start, 1);
      }
    }
    double power = 0;
    for (float[][] stem : whole) {
      power += power(stem);
    }
    double rms = Math.sqrt(power / (2.0 * n));
    double gain = Math.min(level(random, -26, -14) / Math.max(rms, SILENT), MOST_GAIN);
    for (int s = 0; s < whole.length; s++) {
      addTo(sound[s], whole[s], (float) gain);
    }
    return !isWhole(song);
  }

  private void vocals(SplittableRandom random, SoundLibrary from, float[][] into) {
    var songs = from.songs();
    boolean phrase = songs.isEmpty() || random.nextDouble() < recipe.sources().phraseShare();
    var file = from.phrases();
    if (!phrase) {
      file = songs.get(random.nextInt(songs.size())).getOrDefault("vocals", file);
    }
    add(random, file, into, -32, -16);
    if (random.nextDouble() < 0.5) {
      swapSides(into);
    }
  }

  /// @return whether its parts are known
  private boolean accompaniment(SplittableRandom random, SoundLibrary from, float[][][] sound) {
    double kind = random.nextDouble();
    boolean wholePieces = unsplitAccompaniment && !from.instrumentals().isEmpty();
    if (wholePieces && kind < recipe.sources().instrumentalShare()) {
      var pieces = from.instrumentals();
      add(random, pieces.get(random.nextInt(pieces.size())), sound[1], -26, -14);
      return false;
    }
    boolean rendered = !from.midi().isEmpty();
    boolean midi =
        rendered && kind < recipe.sources().instrumentalShare() + recipe.sources().midiShare();
    var songs = midi || from.songs().isEmpty() ? from.midi() : from.songs();
    if (songs.isEmpty()) {
      var pieces = from.instrumentals();
      add(random, pieces.get(random.nextInt(pieces.size())), sound[1], -26, -14);
      return false;
    }
    boolean together = random.nextDouble() < 0.6;
    var song = songs.get(random.nextInt(songs.size()));
    long start = place(random, song);
    var music = song.get("music");
    if (music != null && isWhole(song)) {
      add(random, music, start, sound[1], random.nextDouble(-26, -14));
      return false;
    }
    for (String stem : PARTS) {
      var other = together ? song : songs.get(random.nextInt(songs.size()));
      long at = together ? start : place(random, other);
      boolean absent = random.nextDouble() < recipe.absences().noStem();
      double levelDb = random.nextDouble(-30, -17);
      var file = other.get(stem);
      if (absent || file == null) {
        continue;
      }
      add(random, file, at, sound[place(stem)], levelDb);
    }
    return true;
  }

  /// Whether the accompaniment is mixed as one track, as in pairs of mix and vocals.
  private boolean isWhole(Map<String, PcmFile> song) {
    return unsplitAccompaniment
        && song.containsKey("music")
        && PARTS.stream().noneMatch(song::containsKey);
  }

  /// The stems of a song that are mixed: its parts, or the music where it has none.
  private List<String> parts(Map<String, PcmFile> song) {
    return isWhole(song) ? List.of("vocals", "music") : WITH_PARTS;
  }

  private int place(String stem) {
    return stem.equals("vocals") ? 0 : Math.max(1, stems.indexOf(stem));
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

  /// Adds a segment of a file at a level in dBFS rms.
  private void add(
      SplittableRandom random, PcmFile file, long start, float[][] into, double levelDb) {
    float[][] part = file.read(start, n);
    double rms = Math.sqrt(power(part) / (2.0 * n));
    if (!(rms > SILENT)) {
      return;
    }
    double gain = Math.min(Math.pow(10, levelDb / 20) / rms, MOST_GAIN);
    float sign = random.nextBoolean() ? 1 : -1;
    addTo(into, part, (float) (sign * gain));
  }

  private static double level(SplittableRandom random, double fromDb, double toDb) {
    return Math.pow(10, random.nextDouble(fromDb, toDb) / 20);
  }

  private static double power(float[][] sound) {
    double power = 0;
    for (float[] channel : sound) {
      for (float x : channel) {
        power += (double) x * x;
      }
    }
    return power;
  }

  private static void addTo(float[][] into, float[][] part, float gain) {
    for (int c = 0; c < 2; c++) {
      for (int i = 0; i < part[c].length; i++) {
        into[c][i] += gain * part[c][i];
      }
    }
  }

  private void effects(SplittableRandom random, float[][][] sound) {
    if (random.nextDouble() < 0.5) {
      for (float[][] stem : sound) {
        swapSides(stem);
      }
    }
    if (random.nextDouble() < recipe.whole().mono()) {
      for (float[][] stem : sound) {
        for (int i = 0; i < n; i++) {
          stem[0][i] = stem[1][i] = 0.5f * (stem[0][i] + stem[1][i]);
        }
      }
    }
    if (random.nextDouble() < recipe.whole().lowPassed()) {
      double hz = random.nextDouble(5_000, 16_000);
      for (float[][] stem : sound) {
        SourceEffects.limit(hz, stem);
      }
    }
    if (random.nextDouble() < recipe.effects().matchedTop() && SourceEffects.isDull(sound[0])) {
      for (float[][] stem : sound) {
        SourceEffects.limit(VOICE_TOP_HZ, stem);
      }
    }
    if (random.nextDouble() < recipe.effects().bandLimited()) {
      double hz = random.nextDouble(7_000, 15_000);
      boolean voice = random.nextBoolean();
      for (int s = voice ? 0 : 1; s < (voice ? 1 : sound.length); s++) {
        SourceEffects.limit(hz, sound[s]);
      }
    }
  }

  /// Silences the beginning or the end of some segments, as the network meets zero spectra before
  /// and after every song.
  private void edges(SplittableRandom random, float[][][] sound) {
    boolean before = random.nextDouble() < recipe.whole().songEdge();
    boolean after = random.nextDouble() < recipe.whole().songEdge();
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

  /// What happens to files on their way: another level, a channel inverted or lost.
  private void delivery(SplittableRandom random, float[][][] sound) {
    boolean anyLevel = random.nextDouble() < recipe.whole().anyLevel();
    double wanted = level(random, -60, 0);
    boolean inverted = random.nextDouble() < recipe.whole().inverted();
    boolean oneSided = random.nextDouble() < recipe.whole().oneSided();
    int side = random.nextInt(2);
    if (anyLevel) {
      double rms = Math.sqrt(power(new Mix(sound).mixture()) / (2.0 * n));
      for (float[][] stem : sound) {
        Level.scale(stem, rms > 0 ? wanted / rms : 1);
      }
    }
    if (inverted || oneSided) {
      for (float[][] stem : sound) {
        Level.scale(new float[][] {stem[side]}, oneSided ? 0 : -1);
      }
    }
  }

  private static void swapSides(float[][] stem) {
    float[] left = stem[0];
    stem[0] = stem[1];
    stem[1] = left;
  }
}
