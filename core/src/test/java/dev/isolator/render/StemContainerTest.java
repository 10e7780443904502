package dev.isolator.render;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.isolator.audio.AudioException;
import dev.isolator.audio.DecodeLimits;
import dev.isolator.audio.Decoder;
import dev.isolator.audio.Mp4Boxes;
import dev.isolator.audio.OutputFormat.Container;
import dev.isolator.audio.SampleDepth;
import dev.isolator.audio.SoundTrack;
import dev.isolator.audio.Tags;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// One file that holds the mix and four stems.
class StemContainerTest {
  private static final RenderOptions AAC = RenderOptions.defaults().withContainer(Container.STEM);
  private static final RenderOptions ALAC =
      RenderOptions.defaults().withContainer(Container.STEM_ALAC);

  @TempDir private Path folder;

  private static float[][] track(Path file, int number) throws Exception {
    try (var decoder =
        Decoder.open(file, new SoundTrack.Numbered(number), DecodeLimits.defaults())) {
      var samples = new float[decoder.info().layout().count()][0];
      var block = new float[samples.length][5000];
      for (int n = decoder.read(block, 5000); n > 0; n = decoder.read(block, 5000)) {
        for (int c = 0; c < samples.length; c++) {
          int before = samples[c].length;
          samples[c] = Arrays.copyOf(samples[c], before + n);
          System.arraycopy(block[c], 0, samples[c], before, n);
        }
      }
      return samples;
    }
  }

  private static JsonObject box(Path file) throws Exception {
    try (var channel = FileChannel.open(file)) {
      var boxes = new Mp4Boxes(channel);
      var box = Objects.requireNonNull(boxes.find("moov", "udta", "stem"), "moov/udta/stem");
      var text = new byte[(int) (box.end() - box.body())];
      boxes.read(box.body(), text.length).get(text);
      return JsonParser.parseString(new String(text, StandardCharsets.UTF_8)).getAsJsonObject();
    }
  }

  private static List<String> listed(Path file, String key) throws Exception {
    var values = new ArrayList<String>();
    for (var stem : box(file).getAsJsonArray("stems")) {
      values.add(stem.getAsJsonObject().get(key).getAsString());
    }
    return values;
  }

  private static Stems fourStems(int channels, int frames, SampleDepth depth) {
    var noise = Stems.noise(4, channels, frames, depth, 0.5);
    return new Stems(
        List.of("vocals", "drums", "bass", "other"), noise.stems(), noise.mix(), noise.info());
  }

  @ParameterizedTest(name = "{0}, {1} frames")
  @CsvSource({
    "S16,0",
    "S16,1",
    "S16,4095",
    "S16,4096",
    "S16,4097",
    "S24,10001",
    "S16,30000",
  })
  void losslessStreamsSumToTheMixBitForBit(SampleDepth depth, int frames) throws Exception {
    var song = fourStems(2, frames, depth);

    var result = song.render(folder, ALAC);

    Path file = folder.resolve("song.stem.mp4");
    assertEquals(List.of(file), result.files().stream().map(RenderedFile::path).toList());
    assertEquals(List.of(), result.notes());
    if (frames == 0) {
      return; // FFmpeg finds no tracks in it that it could decode
    }
    var mix = track(file, 1);
    assertArrayEquals(song.mix(), mix);
    var sum = new float[2][frames];
    for (int number = 2; number <= 5; number++) {
      var stem = track(file, number);
      for (int c = 0; c < 2; c++) {
        for (int n = 0; n < frames; n++) {
          sum[c][n] += stem[c][n]; // exact: all are steps of 24 bits
        }
      }
    }
    assertArrayEquals(mix, sum);
    double step = 2.0 / (1L << depth.bits());
    var drums = track(file, 2); // drums, bass, other, vocals
    for (int n = 0; n < frames; n++) {
      assertEquals(song.stems()[1][0][n], drums[0][n], 3 * step);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 1023, 1024, 1025, 20_000})
  void lossyStreamsKeepLengthAndPlace(int frames) throws Exception {
    var vocals = new float[frames];
    var music = new float[frames];
    for (int n = 0; n < frames; n++) {
      vocals[n] = (float) (0.3 * Math.sin(0.05 * n));
      music[n] = (float) (0.3 * Math.sin(0.021 * n + 1));
    }
    var song = Stems.mono(vocals, music, SampleDepth.F32);

    var result = song.render(folder, AAC);

    Path file = result.files().getFirst().path();
    var expected =
        new float[][] {song.mix()[0], new float[frames], new float[frames], music, vocals};
    for (int number = 1; number <= 5; number++) {
      var read = track(file, number)[0];
      assertEquals(frames, read.length, "track " + number);
      if (frames > 5000) {
        double error = 0;
        for (int n = 2000; n < frames - 2000; n++) {
          error = Math.max(error, Math.abs(read[n] - expected[number - 1][n]));
        }
        assertTrue(error < 0.02, "track " + number + " is " + error + " off");
      }
    }
  }

  @Test
  void aVoiceAndItsMusicStandWherePlayersLookForThem() throws Exception {
    var song = Stems.noise(2, 2, 5000, SampleDepth.S16, 0.5);

    Path file = song.render(folder, ALAC).files().getFirst().path();

    assertEquals(
        List.of("drums (silent)", "bass (silent)", "music", "vocals"), listed(file, "name"));
    assertEquals(List.of("#999999", "#999999", "#E69F00", "#56B4E9"), listed(file, "color"));
    assertArrayEquals(new float[2][5000], track(file, 2));
    assertArrayEquals(new float[2][5000], track(file, 3));
    var json = box(file);
    assertEquals(1, json.get("version").getAsInt());
    var mastering = json.getAsJsonObject("mastering_dsp");
    assertFalse(mastering.getAsJsonObject("compressor").get("enabled").getAsBoolean());
    assertFalse(mastering.getAsJsonObject("limiter").get("enabled").getAsBoolean());
  }

  @Test
  void fourStemsStandInTheUsualOrder() throws Exception {
    Path file = fourStems(2, 3000, SampleDepth.S16).render(folder, AAC).files().getFirst().path();

    assertEquals(List.of("drums", "bass", "other", "vocals"), listed(file, "name"));
  }

  @Test
  void stemsOfAnyNameFindAPlace() {
    assertArrayEquals(new int[] {-1, -1, -1, 0}, StemContainer.places(List.of("vocals")));
    assertArrayEquals(new int[] {-1, 1, 0, -1}, StemContainer.places(List.of("piano", "strings")));
    assertArrayEquals(new int[] {0, -1, 1, -1}, StemContainer.places(List.of("drums", "no_drums")));
    assertArrayEquals(new int[] {2, 1, 0, 3}, StemContainer.places(List.of("a", "b", "c", "d")));
  }

  @Test
  void theMixIsWhatPlayersPlay() throws Exception {
    var song = fourStems(2, 9000, SampleDepth.S16);

    Path file = song.render(folder, ALAC).files().getFirst().path();

    assertArrayEquals(song.mix(), Stems.read(file));
    assertTrue(EncodedByTag.marks(file));
  }

  @ParameterizedTest
  @EnumSource(
      value = Container.class,
      names = {"STEM", "STEM_ALAC"})
  void theSameStemsGiveTheSameBytes(Container container) throws Exception {
    var song = fourStems(2, 12_345, SampleDepth.S16);
    var options = RenderOptions.defaults().withContainer(container);

    Path one = song.render(folder.resolve("one"), options, 12_345).files().getFirst().path();
    Path other = song.render(folder.resolve("other"), options, 77).files().getFirst().path();

    assertEquals(-1, Files.mismatch(one, other));
    try (Stream<Path> left = Files.list(folder.resolve("one"))) {
      assertEquals(List.of(one), left.toList()); // no part is left behind
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Container.class,
      names = {"STEM", "STEM_ALAC"})
  void oneGainTurnsMixAndStemsDown(Container container) throws Exception {
    int frames = 20_000;
    var vocals = new float[frames];
    var music = new float[frames];
    for (int n = 0; n < frames; n++) {
      vocals[n] = (float) (1.4 * Math.sin(0.05 * n));
      music[n] = (float) (-0.9 * Math.sin(0.05 * n));
    }
    var song = Stems.mono(vocals, music, SampleDepth.F32);

    var result = song.render(folder, RenderOptions.defaults().withContainer(container));

    assertEquals(-2.92, result.gainDb(), 0.01);
    assertEquals(
        List.of("all stems turned down by 2.92 dB, so that none goes over full scale"),
        result.notes());
    Path file = result.files().getFirst().path();
    double tolerance = container == Container.STEM ? 0.06 : 2e-4; // AAC of a loud sine; 16 bits
    for (int number : new int[] {1, 4, 5}) {
      double size = number == 1 ? 0.5 : number == 4 ? -0.9 : 1.4;
      var read = track(file, number)[0];
      for (int n = 3000; n < frames - 3000; n++) {
        assertEquals(size / 1.4 * Math.sin(0.05 * n), read[n], tolerance, "track " + number);
      }
    }
  }

  @Test
  void whatTheFormatCannotHoldIsSaid() throws Exception {
    var song = Stems.noise(2, 6, 3000, SampleDepth.S16, 0.5).at(192_000);

    var result = song.render(folder, ALAC);

    assertEquals(
        List.of(
            "stem.mp4 cannot hold 192000 Hz: resampled to 96000 Hz",
            "stem.mp4 cannot hold these 6 channels: mixed down to 2"),
        result.notes());
    var mix = track(result.files().getFirst().path(), 1);
    assertEquals(2, mix.length);
    assertEquals(1500, mix[0].length);
  }

  @Test
  void tagsAreTheSongs() throws Exception {
    var song = fourStems(2, 3000, SampleDepth.S16);
    var tags = new Tags(Map.of("title", "A song", "artist", "Somebody"), null);
    try (var rendering = Rendering.open(folder, "song", song.names(), song.info(), tags, AAC)) {
      song.write(rendering, 3000);
      rendering.finish();
    }

    try (var decoder = Decoder.open(folder.resolve("song.stem.mp4"))) {
      assertEquals("A song", decoder.tags().entries().get("title"));
      assertEquals("Somebody", decoder.tags().entries().get("artist"));
    }
  }

  @Test
  void aSongThatFailsLeavesNothingBehind() throws Exception {
    var song = fourStems(2, 3000, SampleDepth.S16);
    var rendering =
        Rendering.open(folder.resolve("out"), "song", song.names(), song.info(), Tags.NONE, AAC);
    song.write(rendering, 1000);
    rendering.close();

    assertFalse(Files.exists(folder.resolve("out")));
  }

  @Test
  void aFileThatExistsIsRefusedOrLeft() throws Exception {
    var song = fourStems(2, 3000, SampleDepth.S16);
    Path file = Files.writeString(folder.resolve("song.stem.mp4"), "mine");

    assertThrows(AudioException.class, () -> song.render(folder, AAC));
    var result = song.render(folder, AAC.withOverwrite(OverwritePolicy.SKIP));

    assertEquals(List.of(file), result.skipped());
    assertEquals(List.of(), result.files());
    assertEquals("mine", Files.readString(file));
  }

  @Test
  void whatDoesNotGoTogetherIsRefused() {
    assertRefused(
        "a stem file holds the mix and all stems; leave out which to keep, or choose another format",
        () -> AAC.withKeep(List.of("vocals")));
    assertRefused(
        "a stem file holds the mix as it is; players change the balance; leave the remix out, or choose another format",
        () -> AAC.withRemixes(List.of(Remix.parse("vocals=-12dB"))));
    assertRefused(
        "a stem file is one file for all stems: its name has no {stem}, was \"{song} {stem}\"",
        () -> AAC.withNamePattern("{song} {stem}"));
    assertRefused(
        "a stem file holds 16 or 24 bits, not float; choose wav",
        () -> ALAC.withDepth(SampleDepth.F32));
    assertRefused(
        "clip FLOAT is not for a stem file, which holds no float",
        () -> ALAC.withClip(ClipPolicy.FLOAT));
    assertRefused(
        "a stem file holds 4 stems, found 5 (a, b, c, d, e); choose another format",
        () -> Rendering.files(folder, "song", List.of("a", "b", "c", "d", "e"), AAC));
  }

  @FunctionalInterface
  private interface Refused {
    Object call() throws Exception;
  }

  private static void assertRefused(String message, Refused refused) {
    var e = assertThrows(IllegalArgumentException.class, refused::call);
    assertEquals(message, e.getMessage());
  }
}
