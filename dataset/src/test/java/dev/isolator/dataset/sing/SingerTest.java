package dev.isolator.dataset.sing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.isolator.dataset.TinyData;
import dev.isolator.dataset.effect.Level;
import dev.isolator.dataset.manifest.ClipSpan;
import dev.isolator.dataset.manifest.Entry;
import dev.isolator.dataset.manifest.Kind;
import dev.isolator.dataset.manifest.Manifest;
import dev.isolator.dataset.manifest.Split;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SingerTest {
  private static final int RATE = 44_100;
  private static final int FRAMES = 5 * RATE;

  @TempDir static Path folder = Path.of("");
  private static Manifest manifest = new Manifest(Path.of(""), List.of());

  @BeforeAll
  static void write() throws IOException {
    manifest = TinyData.write(folder);
  }

  private static Singer singer() throws IOException {
    return new Singer(VoiceBank.read(manifest, Split.TRAIN, RATE, 600));
  }

  private static float[][] sing(Singer singer, long seed, Singer.Style manner) {
    return singer.sing(new SplittableRandom(seed), new Melody.RandomWalk(RATE), manner, FRAMES);
  }

  @Test
  void oneSeedIsOneTrackOnAnyNumberOfThreads() throws IOException {
    var manner = new Singer.Style(Formants.STAY, 0.6, 0.3, 0.5);
    var singer = singer();
    var alone = IntStream.range(0, 4).mapToObj(i -> sing(singer, i, manner)).toList();
    var again = singer();
    var together = IntStream.range(0, 4).parallel().mapToObj(i -> sing(again, i, manner)).toList();
    for (int i = 0; i < 4; i++) {
      assertArrayEquals(alone.get(i), together.get(i));
    }
    assertFalse(Arrays.deepEquals(alone.get(0), alone.get(1)));
  }

  @Test
  void theTrackHasItsLengthAndLevel() throws IOException {
    var track = sing(singer(), 3, Singer.Style.plain());
    assertEquals(2, track.length);
    assertEquals(FRAMES, track[0].length);
    assertEquals(-20, Level.activeDb(track, RATE), 0.01);
  }

  @Test
  void aChoirIsManyVoices() throws IOException {
    var voice = VoiceBank.read(manifest, Split.TRAIN, RATE, 600);
    var alone = new float[2][];
    var choir = new float[2][];
    int[] wide = {0, 0};
    for (int seed = 0; seed < 6; seed++) {
      alone = sing(new Singer(voice), seed, new Singer.Style(Formants.STAY, 0, 0, 0));
      choir = sing(new Singer(voice), seed, new Singer.Style(Formants.STAY, 0, 1, 0));
      wide[0] += width(alone) > 0.25 ? 1 : 0;
      wide[1] += width(choir) > 0.25 ? 1 : 0;
    }
    assertTrue(wide[1] > wide[0], () -> Arrays.toString(wide));
    assertTrue(wide[1] >= 3, () -> Arrays.toString(wide));
  }

  /// Amplitude of the difference of the channels over that of their sum.
  private static double width(float[][] track) {
    double side = 0;
    double middle = 0;
    for (int i = 0; i < track[0].length; i++) {
      double s = track[0][i] - track[1][i];
      double m = track[0][i] + track[1][i];
      side += s * s;
      middle += m * m;
    }
    return Math.sqrt(side / middle);
  }

  @Test
  void breathsFillPausesAndNothingElse() {
    var clip = new VoiceClip(Vowels.sung(200, 200, 1, RATE), 55);
    var melody = new MelodyCurve(new double[] {0}, new double[] {0}, 0, 5, 0, Double.NaN);
    var lead =
        new LeadVocal(
            List.of(
                new ClipPlacement(RATE, RATE, clip, 0, melody, 1),
                new ClipPlacement(2 * RATE + 100, RATE, clip, 0, melody, 1), // no room for a breath
                new ClipPlacement(4 * RATE, RATE, clip, 0, melody, 1)));
    var track = new float[2][FRAMES];
    Breaths.add(new SplittableRandom(1), lead, 1, track, RATE);

    for (int i = 0; i < FRAMES; i++) {
      boolean pause = (i < RATE && i >= RATE / 2) || (i < 4 * RATE && i >= 3.5 * RATE);
      assertTrue(pause || track[0][i] == 0, "frame " + i);
    }
    assertTrue(Level.peak(new float[][] {Arrays.copyOfRange(track[0], 0, RATE)}) > 0.001);
    assertTrue(Level.peak(track) < 0.1, "quieter than the voice");
    var none = new float[2][FRAMES];
    Breaths.add(new SplittableRandom(1), lead, 0, none, RATE);
    assertEquals(0, Level.peak(none));
  }

  @Test
  void aBankKnowsThePitchOfItsClips() throws IOException {
    var voice = VoiceBank.read(manifest, Split.VALIDATION, RATE, 600).draw(new SplittableRandom(1));
    assertEquals("tenor", voice.name());
    assertEquals(PitchTracker.note(TinyData.TENOR_HZ), voice.clips().getFirst().pitch(), 0.1);
  }

  /// Two people take turns in one file, as in a speech corpus.
  @Test
  void peopleOfOneFileAreSingersOfTheirOwn() throws IOException {
    var voice = manifest.of(Kind.VOICE, Split.TRAIN).getFirst();
    var spans = new ArrayList<ClipSpan>();
    for (int i = 0; i < 4; i++) {
      spans.add(new ClipSpan(0.4 * i, 0.4 * i + 0.4, i % 2 == 0 ? "ann" : "ben"));
    }
    var entry =
        new Entry(
            voice.id(),
            Kind.VOICE,
            Split.TRAIN,
            voice.stems(),
            spans,
            voice.format(),
            voice.provenance(),
            new JsonObject(),
            new JsonObject());
    var bank = VoiceBank.read(new Manifest(folder, List.of(entry)), Split.TRAIN, RATE, 0.4);
    var random = new SplittableRandom(1);
    var clips = new TreeMap<String, Integer>();
    for (int i = 0; i < 30; i++) {
      var singer = bank.draw(random);
      clips.put(singer.name(), singer.clips().size());
    }

    assertEquals(Map.of(voice.artist() + " ann", 1, voice.artist() + " ben", 1), clips);
  }

  @Test
  void aSplitWithoutVoicesIsRefused() {
    var e =
        assertThrows(
            IllegalArgumentException.class,
            () -> VoiceBank.read(manifest, Split.EVALUATION, RATE, 600));
    assertEquals(
        "the manifest has no voice clips of the split evaluation; give one that has",
        e.getMessage());
    assertEquals(List.of(), manifest.of(Kind.VOICE, Split.EVALUATION));
  }
}
