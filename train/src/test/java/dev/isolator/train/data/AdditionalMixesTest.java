package dev.isolator.train.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdditionalMixesTest {
  private static final int N = 4410;
  private static final MixRecipe PLAIN =
      new MixRecipe(
          new MixRecipe.Sources(1, 1, 0),
          new MixRecipe.Absences(0, 0, 0),
          new MixRecipe.Whole(0, 0, 0),
          new MixEffects(0, 0, 0, 0, 0, 0, 0));

  @TempDir Path folder = Path.of("");

  @SuppressWarnings("NullAway.Init") // before each test
  private MixMaker replay;

  @BeforeEach
  void open() throws IOException {
    replay = new MixMaker(Sounds.library(folder), PLAIN, List.of("vocals", "music"), N, 512);
  }

  /// Left channel = 1, right = −1: nothing else has that, so a mix tells where it came from.
  private PcmFile marked(String name) throws IOException {
    var left = new float[10 * N];
    var right = new float[10 * N];
    Arrays.fill(left, 0.5f);
    Arrays.fill(right, -0.5f);
    Path file = folder.resolve(name);
    try (var out = new PcmWriter(file)) {
      out.write(left, right, left.length);
      out.complete();
    }
    return PcmFile.open(file);
  }

  private static boolean isMarked(float[][] stem) {
    return stem[0][100] != 0
        && Math.abs(stem[0][100] + stem[1][100]) < 1e-6
        && stem[0][100] == stem[0][200];
  }

  private static boolean isSilent(float[][] stem) {
    return Arrays.equals(stem[0], new float[N]) && Arrays.equals(stem[1], new float[N]);
  }

  private AdditionalMixes of(AdditionalSources.Song song, double share) {
    return new AdditionalMixes(replay, new AdditionalSources(List.of(song), List.of()), share);
  }

  @Test
  void estimatedStemsNeverMeetTheirOwn() throws IOException {
    var song = new AdditionalSources.Song(marked("v.s16"), marked("m.s16"), false);
    var mixes = of(song, 0.3);
    int vocals = 0;
    int music = 0;
    for (int seed = 0; seed < 400; seed++) {
      Mix mix = mixes.make(seed);
      boolean first = isMarked(mix.stems()[0]);
      boolean second = isMarked(mix.stems()[1]);
      assertTrue(!(first && second), "both of seed " + seed);
      vocals += first ? 1 : 0;
      music += second ? 1 : 0;
    }
    assertTrue(vocals > 30 && music > 30, vocals + " " + music);
    assertTrue(vocals + music < 0.3 * 400 + 40, "the others are replay");
  }

  @Test
  void exactStemsAlsoMeetTheirOwn() throws IOException {
    var mixes = of(new AdditionalSources.Song(marked("v.s16"), marked("m.s16"), true), 0.3);
    int together = 0;
    for (int seed = 0; seed < 400; seed++) {
      Mix mix = mixes.make(seed);
      together += isMarked(mix.stems()[0]) && isMarked(mix.stems()[1]) ? 1 : 0;
    }
    assertTrue(together > 15, together + " of 400");
  }

  @Test
  void aRecordingWithoutAVoiceIsHeardAloneAndUnderOne() throws IOException {
    var sources = new AdditionalSources(List.of(), List.of(marked("n.s16")));
    var mixes = new AdditionalMixes(replay, sources, 0.3);
    int alone = 0;
    int under = 0;
    for (int seed = 0; seed < 400; seed++) {
      Mix mix = mixes.make(seed);
      if (isMarked(mix.stems()[1])) {
        alone += isSilent(mix.stems()[0]) ? 1 : 0;
        under += isSilent(mix.stems()[0]) ? 0 : 1;
      }
    }
    assertTrue(alone > 30 && under > 30, alone + " " + under);
  }

  @Test
  void withoutAShareEverythingIsReplay() throws IOException {
    var mixes = of(new AdditionalSources.Song(marked("v.s16"), null, true), 0);
    for (int seed = 0; seed < 20; seed++) {
      assertArrayEquals(replay.make(seed).stems()[0][0], mixes.make(seed).stems()[0][0]);
    }
  }

  @Test
  void theSameSeedGivesTheSameMix() throws IOException {
    var mixes = of(new AdditionalSources.Song(marked("v.s16"), marked("m.s16"), true), 0.3);
    for (int seed = 0; seed < 20; seed++) {
      assertArrayEquals(mixes.make(seed).stems()[1][0], mixes.make(seed).stems()[1][0]);
    }
  }

  @Test
  void moreThanThirtyPercentAreRefused() throws IOException {
    var song = new AdditionalSources.Song(marked("v.s16"), null, true);
    var e = assertThrows(IllegalArgumentException.class, () -> of(song, 0.31));
    assertEquals("additional-share must be from 0 to 0.3, was 0.31", e.getMessage());
  }
}
