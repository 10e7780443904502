package dev.isolator.train.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.isolator.dataset.effect.Biquad;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MixLoaderTest {
  private static final int N = 30_000;
  private static final int HOP = 1024;

  @TempDir Path folder;

  @Test
  void threadsAndStartDoNotShow() throws Exception {
    var maker = maker(MixRecipe.defaults(), List.of("vocals", "music"));
    try (var one = new MixLoader(maker::make, 2, 5, 0, 1);
        var three = new MixLoader(maker::make, 2, 5, 0, 3);
        var later = new MixLoader(maker::make, 2, 5, 4, 2)) {
      for (int k = 0; k < 8; k++) {
        Mix[] expected = one.next();
        assertSame(expected, three.next());
        if (k >= 4) {
          assertSame(expected, later.next());
        }
      }
    }
  }

  /// Seven mixes in batches of two: each round has all of them, in another order, wherever one
  /// starts.
  @Test
  void aFixedNumberOfMixesComesAgain() throws Exception {
    LongFunction<Mix> named = seed -> new Mix(new float[][][] {{{seed}, {seed}}});
    var heard = new ArrayList<Float>();
    try (var loader = new MixLoader(named, 2, 0, 0, 1, 7);
        var later = new MixLoader(named, 2, 0, 5, 1, 7)) {
      for (int k = 0; k < 14; k++) {
        Mix[] batch = loader.next();
        for (Mix mix : batch) {
          heard.add(mix.stems()[0][0][0]);
        }
        if (k >= 5) {
          assertSame(batch, later.next());
        }
      }
      assertEquals(3, loader.mix(3).stems()[0][0][0]);
    }
    var orders = new HashSet<List<Float>>();
    for (int round = 0; round < 4; round++) {
      var order = heard.subList(7 * round, 7 * round + 7);
      assertEquals(Set.of(0f, 1f, 2f, 3f, 4f, 5f, 6f), Set.copyOf(order), "round " + round);
      orders.add(order);
    }
    assertTrue(orders.size() > 2, "in different orders: " + orders);
  }

  @Test
  void anotherSeedIsAnotherMix() throws Exception {
    var maker = maker(MixRecipe.defaults(), List.of("vocals", "music"));
    float[][] first = loud(maker, 1);
    float[][] second = loud(maker, 2);
    assertTrue(distance(first, second) > 1e-3);
  }

  @Test
  void fourStemsGoToTheirPlaces() throws Exception {
    var always =
        new MixRecipe(
            new MixRecipe.Sources(1, 0, 0),
            new MixRecipe.Absences(0, 0, 0),
            new MixRecipe.Whole(0, 0, 0),
            MixEffects.none());
    var mix = maker(always, List.of("vocals", "drums", "bass", "other")).make(3);
    assertEquals(4, mix.stems().length);
    assertTrue(power(mix.stems()[0]) > 1e-6, "vocals");
    assertTrue(power(mix.stems()[1]) > 1e-6, "drums");
    assertEquals(0, power(mix.stems()[2]), "the song has no bass");
    assertTrue(power(mix.stems()[3]) > 1e-6, "other");
  }

  @Test
  void theMusicOfAPairAccompanies() throws Exception {
    var made = Sounds.library(folder);
    var song = made.songs().getFirst();
    var pair =
        java.util.Map.of(
            "vocals", java.util.Objects.requireNonNull(song.get("vocals")),
            "music", java.util.Objects.requireNonNull(song.get("drums")));
    var library = new SoundLibrary(made.phrases(), List.of(pair), List.of(), List.of());
    var always =
        new MixRecipe(
            new MixRecipe.Sources(1, 0, 0),
            new MixRecipe.Absences(0, 0, 0),
            new MixRecipe.Whole(0, 0, 0),
            MixEffects.none());
    var mix = new MixMaker(library, always, List.of("vocals", "music"), N, HOP).make(3);
    assertTrue(power(mix.stems()[1]) > 1e-6, "music");
  }

  /// Whole pieces teach four stems too where that is asked for, and say that they are whole.
  @Test
  void wholePiecesAccompanyFourStems() throws Exception {
    var library = Sounds.library(folder);
    var pieces =
        new MixRecipe(
            new MixRecipe.Sources(1, 1, 0),
            new MixRecipe.Absences(0, 0, 0),
            new MixRecipe.Whole(0, 0, 0),
            MixEffects.none());
    var stems = List.of("vocals", "drums", "bass", "other");
    var whole = new MixMaker(library, library, pieces, stems, true, N, HOP).make(3);
    assertFalse(whole.partsKnown());
    assertTrue(power(whole.stems()[1]) > 1e-6, "the piece");
    assertEquals(0, power(whole.stems()[2]) + power(whole.stems()[3]));

    var parts = new MixMaker(library, library, pieces, stems, false, N, HOP).make(3);
    assertTrue(parts.partsKnown());
    assertTrue(power(parts.stems()[3]) > 1e-6, "a stem of its own");

    var two = new MixMaker(library, pieces, List.of("vocals", "music"), N, HOP).make(3);
    assertTrue(two.partsKnown());
  }

  @Test
  void silenceBeforeAndAfterSongsIsZero() throws Exception {
    var edges =
        new MixRecipe(
            new MixRecipe.Sources(1, 1, 0),
            new MixRecipe.Absences(0, 0, 0),
            new MixRecipe.Whole(0, 0, 1),
            MixEffects.none());
    var mix = maker(edges, List.of("vocals", "music")).make(4).mixture();
    for (float[] channel : mix) {
      for (int i = 0; i < HOP; i++) {
        assertEquals(0, channel[i]);
        assertEquals(0, channel[N - 1 - i]);
      }
    }
  }

  @Test
  void monoMixesHaveEqualSides() throws Exception {
    var mono =
        new MixRecipe(
            new MixRecipe.Sources(1, 1, 0),
            new MixRecipe.Absences(0, 0, 0),
            new MixRecipe.Whole(1, 0, 0),
            MixEffects.none());
    for (float[][] stem : maker(mono, List.of("vocals", "music")).make(4).stems()) {
      assertArrayEquals(stem[0], stem[1]);
    }
  }

  private static MixRecipe delivered(double anyLevel, double inverted, double oneSided) {
    return new MixRecipe(
        new MixRecipe.Sources(1, 1, 0),
        new MixRecipe.Absences(0, 0, 0),
        new MixRecipe.Whole(1, 0, 0, anyLevel, inverted, oneSided),
        MixEffects.none());
  }

  /// All stems of a mix share one gain, and levels lie between −60 and 0 dBFS.
  @Test
  void mixesComeAtAnyLevel() throws Exception {
    var plain = maker(delivered(0, 0, 0), List.of("vocals", "music"));
    var scaled = maker(delivered(1, 0, 0), List.of("vocals", "music"));
    double softest = 0;
    double loudest = -100;
    for (int seed = 0; seed < 40; seed++) {
      float[][][] before = plain.make(seed).stems();
      var mix = scaled.make(seed);
      double square = 0;
      float[][] sum = mix.mixture();
      for (float x : sum[0]) {
        square += (double) x * x;
      }
      double levelDb = 10 * Math.log10(square / sum[0].length);
      softest = Math.min(softest, levelDb);
      loudest = Math.max(loudest, levelDb);
      float gain = mix.stems()[1][0][1000] / before[1][0][1000];
      assertEquals(gain * before[0][0][500], mix.stems()[0][0][500], 1e-4 * Math.abs(gain));
    }
    assertTrue(softest > -60.1 && softest < -45, "softest " + softest);
    assertTrue(loudest < 0.1 && loudest > -15, "loudest " + loudest);
  }

  /// The recipe makes mono mixes: what differs between the sides was done on the way.
  @Test
  void aChannelIsInvertedOrSilentInAllStems() throws Exception {
    for (float[][] stem : maker(delivered(0, 1, 0), List.of("vocals", "music")).make(4).stems()) {
      for (int i = 0; i < stem[0].length; i++) {
        assertEquals(stem[0][i], -stem[1][i]);
      }
    }
    float[][][] lost = maker(delivered(0, 0, 1), List.of("vocals", "music")).make(4).stems();
    for (int channel = 0; channel < 2; channel++) {
      assertEquals(isSilent(lost[0][channel]), isSilent(lost[1][channel]));
    }
    assertTrue(isSilent(lost[0][0]) != isSilent(lost[0][1]));
  }

  private static boolean isSilent(float[] channel) {
    for (float x : channel) {
      if (x != 0) {
        return false;
      }
    }
    return true;
  }

  private static MixRecipe only(MixEffects effects) {
    return new MixRecipe(
        new MixRecipe.Sources(1, 1, 0),
        new MixRecipe.Absences(0, 0, 0),
        new MixRecipe.Whole(0, 0, 0),
        effects);
  }

  /// Both sources of a mix, with an effect and without; the draws before it are the same.
  private float[][][][] twoWays(MixEffects effects, long seed) throws Exception {
    var stems = List.of("vocals", "music");
    return new float[][][][] {
      maker(only(MixEffects.none()), stems).make(seed).stems(),
      maker(only(effects), stems).make(seed).stems()
    };
  }

  @Test
  void panMovesASourceWithoutTouchingItsSound() throws Exception {
    var ways = twoWays(new MixEffects(1, 0, 0, 0, 0, 0, 0), 8);
    for (int s = 0; s < 2; s++) {
      double left = ways[1][s][0][999] / ways[0][s][0][999];
      double right = ways[1][s][1][999] / ways[0][s][1][999];
      assertEquals(1, left * right, 1e-4, "as much louder here as softer there");
      assertTrue(Math.abs(20 * Math.log10(left / right)) <= 8);
      assertTrue(Math.abs(left - 1) > 1e-3);
      for (int i = 0; i < N; i += 97) {
        assertEquals(left * ways[0][s][0][i], ways[1][s][0][i], 1e-5);
        assertEquals(right * ways[0][s][1][i], ways[1][s][1][i], 1e-5);
      }
    }
  }

  @ParameterizedTest(name = "effect {0}")
  @ValueSource(ints = {1, 2})
  void equaliserAndRoomChangeBothSourcesAndStayInBounds(int effect) throws Exception {
    var ways = twoWays(new MixEffects(0, effect == 1 ? 1 : 0, effect == 2 ? 1 : 0, 0, 0, 0, 0), 8);
    for (int s = 0; s < 2; s++) {
      assertTrue(distance(ways[0][s], ways[1][s]) > 1e-7, "stem " + s);
      double change = 10 * Math.log10(power(ways[1][s]) / power(ways[0][s]));
      assertTrue(Math.abs(change) < 13, () -> "changed by %.1f dB".formatted(change));
    }
  }

  @Test
  void bandLimitsTakeTheTopOfOneSource() throws Exception {
    int[] limited = {0, 0};
    for (int seed = 0; seed < 12; seed++) {
      var ways = twoWays(new MixEffects(0, 0, 0, 0, 1, 0, 0), seed);
      for (int s = 0; s < 2; s++) {
        limited[s] += distance(ways[0][s], ways[1][s]) > 0 ? 1 : 0;
      }
    }
    assertEquals(12, limited[0] + limited[1], "one of each mix");
    assertTrue(limited[0] > 0 && limited[1] > 0);
  }

  @Test
  void aVoiceWithoutATopTakesTheMixesTopWithIt() throws Exception {
    var ways = twoWays(new MixEffects(0, 0, 0, 0, 0, 1, 0), 8);
    assertTrue(top(ways[0][1]) > 0.2, "the tests' noise goes up to 22 kHz");
    assertTrue(top(ways[1][1]) < 0.01, "the tests' voice ends far below 11 kHz");
  }

  /// Share of the power above 15 kHz.
  private static double top(float[][] stem) {
    float[][] high = {stem[0].clone(), stem[1].clone()};
    Biquad.highPass(15_000, PcmFile.SAMPLE_RATE).apply(high);
    Biquad.highPass(15_000, PcmFile.SAMPLE_RATE).apply(high);
    return power(high) / power(stem);
  }

  @Test
  void oneSongIsMixedAsItWasRecorded() throws Exception {
    var library = Sounds.library(folder);
    var stems = List.of("vocals", "drums", "bass", "other");
    var same =
        new MixRecipe(
            new MixRecipe.Sources(1, 0, 0),
            new MixRecipe.Absences(0, 0, 0),
            new MixRecipe.Whole(0, 0, 0),
            new MixEffects(0, 0, 0, 0, 0, 0, 1));
    var mix = new MixMaker(library, same, stems, N, HOP).make(3).stems();
    var song = library.songs().getFirst();
    float[] drums = Objects.requireNonNull(song.get("drums")).read(0, 14 * PcmFile.SAMPLE_RATE)[0];
    float[] heard = mix[1][0];
    int loudest = 0;
    for (int i = 0; i < N; i++) {
      loudest = Math.abs(heard[i]) > Math.abs(heard[loudest]) ? i : loudest;
    }
    int place = -1;
    double gain = 0;
    for (int at = 0; at + N <= drums.length && place < 0; at++) {
      gain = heard[loudest] / drums[at + loudest];
      boolean here = true;
      for (int i = 0; i < N && here; i += 101) {
        here = Math.abs(heard[i] - gain * drums[at + i]) < 1e-4;
      }
      place = here ? at : -1;
    }
    assertTrue(place >= 0, "the drums are a stretch of the song");
    float[] vocals = Objects.requireNonNull(song.get("vocals")).read(place, N)[0];
    for (int i = 0; i < N; i += 101) {
      assertEquals(gain * vocals[i], mix[0][0][i], 1e-4, "of the same place, by the same gain");
    }
    assertEquals(0, power(mix[2]), "the song has no bass");
  }

  /// Two runs that start together find nothing there, and both make everything.
  @Test
  void runsThatShareACacheDoNotDisturbEachOther() throws Exception {
    var library = Sounds.library(Files.createDirectories(folder.resolve("sounds")));
    var cache = new PcmCache(folder.resolve("cache"));
    try (var runs = Executors.newFixedThreadPool(2)) {
      var begin = new CyclicBarrier(2);
      Callable<SoundLibrary> run =
          () -> {
            begin.await();
            return CodedCopies.of(library, cache);
          };
      float[][] sound = null;
      for (var made : runs.invokeAll(List.of(run, run))) {
        float[][] phrases = made.get().phrases().read(20_000, 44_100);
        assertArrayEquals(phrases[0], sound == null ? phrases[0] : sound[0]);
        sound = phrases;
      }
    }
  }

  @Test
  void codedCopiesAreInPlaceAndLossyAndMadeOnce() throws Exception {
    var library = Sounds.library(Files.createDirectories(folder.resolve("sounds")));
    Path place = folder.resolve("cache");
    var coded = CodedCopies.of(library, new PcmCache(place));
    assertEquals(1, coded.instrumentals().size());
    assertEquals(library.songs().getFirst().keySet(), coded.songs().getFirst().keySet());
    assertEquals(library.phrases().frames(), coded.phrases().frames());
    int n = 5 * PcmFile.SAMPLE_RATE;
    float[][] before = library.phrases().read(20_000, n);
    float[][] after = coded.phrases().read(20_000, n);
    double error = distance(before, after) / power(before);
    assertTrue(error < 0.03 && error > 1e-7, "in step to the sample, but not the same: " + error);
    List<Path> files;
    try (var list = Files.list(place)) {
      files = list.sorted().toList();
    }
    assertEquals(5, files.size(), "no lossy file is left: " + files);
    var times = new ArrayList<FileTime>();
    for (Path file : files) {
      times.add(Files.getLastModifiedTime(file));
    }
    var again = CodedCopies.of(library, new PcmCache(place));
    assertArrayEquals(after[0], again.phrases().read(20_000, n)[0]);
    for (int i = 0; i < times.size(); i++) {
      assertEquals(times.get(i), Files.getLastModifiedTime(files.get(i)));
    }
    var always =
        new MixRecipe(
            new MixRecipe.Sources(1, 1, 0),
            new MixRecipe.Absences(0, 0, 0),
            new MixRecipe.Whole(0, 0, 0),
            new MixEffects(0, 0, 0, 1, 0, 0, 0));
    var stems = List.of("vocals", "music");
    var plain = new MixMaker(library, library, always, stems, false, N, HOP).make(5);
    var lossy = new MixMaker(library, coded, always, stems, false, N, HOP).make(5);
    for (int s = 0; s < 2; s++) {
      double change = distance(plain.stems()[s], lossy.stems()[s]) / power(plain.stems()[s]);
      assertTrue(change > 1e-7, "stem " + s + " " + change);
    }
  }

  private MixMaker maker(MixRecipe recipe, List<String> stems) throws Exception {
    return new MixMaker(Sounds.library(folder), recipe, stems, N, HOP);
  }

  private static float[][] loud(MixMaker maker, long seed) {
    return maker.make(seed).mixture();
  }

  private static void assertSame(Mix[] expected, Mix[] found) {
    for (int i = 0; i < expected.length; i++) {
      for (int s = 0; s < expected[i].stems().length; s++) {
        for (int c = 0; c < 2; c++) {
          assertArrayEquals(expected[i].stems()[s][c], found[i].stems()[s][c]);
        }
      }
    }
  }

  private static double power(float[][] stem) {
    return distance(stem, new float[2][stem[0].length]);
  }

  private static double distance(float[][] a, float[][] b) {
    double sum = 0;
    for (int c = 0; c < 2; c++) {
      for (int i = 0; i < a[c].length; i++) {
        sum += Math.pow(a[c][i] - b[c][i], 2);
      }
    }
    return sum / (2.0 * a[0].length);
  }
}
