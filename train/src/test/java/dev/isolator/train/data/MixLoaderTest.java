package dev.isolator.train.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MixLoaderTest {
  private static final int N = 30_000;
  private static final int HOP = 1024;

  @TempDir Path folder;

  @Test
  void threadsAndStartDoNotShow() throws Exception {
    var maker = maker(MixRecipe.defaults(), List.of("vocals", "music"));
    try (var one = new MixLoader(maker, 2, 5, 0, 1);
        var three = new MixLoader(maker, 2, 5, 0, 3);
        var later = new MixLoader(maker, 2, 5, 4, 2)) {
      for (int k = 0; k < 8; k++) {
        Mix[] expected = one.next();
        assertSame(expected, three.next());
        if (k >= 4) {
          assertSame(expected, later.next());
        }
      }
    }
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
    var always = new MixRecipe(1, 0, 0, 0, 0, 0, 0, 0, 0);
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
    var library = new Library(made.phrases(), List.of(pair), List.of(), List.of());
    var always = new MixRecipe(1, 0, 0, 0, 0, 0, 0, 0, 0);
    var mix = new MixMaker(library, always, List.of("vocals", "music"), N, HOP).make(3);
    assertTrue(power(mix.stems()[1]) > 1e-6, "music");
  }

  @Test
  void silenceBeforeAndAfterSongsIsZero() throws Exception {
    var edges = new MixRecipe(1, 1, 0, 0, 0, 0, 0, 0, 1);
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
    var mono = new MixRecipe(1, 1, 0, 0, 0, 0, 1, 0, 0);
    for (float[][] stem : maker(mono, List.of("vocals", "music")).make(4).stems()) {
      assertArrayEquals(stem[0], stem[1]);
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
      for (int s = 0; s < 2; s++) {
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
