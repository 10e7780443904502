package dev.isolator.spark.mask;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.isolator.Separator;
import dev.isolator.SeparatorOptions;
import dev.isolator.audio.AudioException;
import dev.isolator.audio.DecodeLimits;
import dev.isolator.audio.Decoder;
import dev.isolator.audio.SampleDepth;
import dev.isolator.audio.SoundTrack;
import dev.isolator.file.Sha256;
import dev.isolator.mask.Masking;
import dev.isolator.model.ModelCatalogue;
import dev.isolator.model.ModelException;
import dev.isolator.render.RenderOptions;
import dev.isolator.spark.SmallSongs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MaskRenderingTest {
  private static final RenderOptions FLOAT = RenderOptions.defaults().withDepth(SampleDepth.F32);

  @TempDir private Path folder = Path.of("");

  private static SeparatorOptions options(String model) {
    return SeparatorOptions.defaults().withModel(model).withThreads(1);
  }

  private Path record(Path song, String model) throws IOException, ModelException {
    var options = options(model);
    var opened =
        ModelCatalogue.open().find(model).open(1, options.accelerator(), options.precision());
    var recorder = MaskRecorder.of(opened, "test");
    Path target = folder.resolve("song.masks");
    try (var separator = MaskRendering.separatorOf(recorder, options)) {
      MaskRendering.record(song, Sha256.of(song), recorder, separator, target, _ -> {});
    }
    return target;
  }

  private static float[][] samples(Path file) throws AudioException {
    try (var source = Decoder.open(file, SoundTrack.DEFAULT, DecodeLimits.defaults())) {
      var block = new float[source.info().layout().count()][4096];
      var all = new float[block.length][0];
      for (int n = source.read(block, 4096); n >= 0; n = source.read(block, 4096)) {
        for (int c = 0; c < all.length; c++) {
          int had = all[c].length;
          all[c] = Arrays.copyOf(all[c], had + n);
          System.arraycopy(block[c], 0, all[c], had, n);
        }
      }
      return all;
    }
  }

  /// Of the difference, in dB against `whole`.
  private static double difference(float[][] a, float[][] b, float[][] whole) {
    double error = 0;
    double level = 0;
    for (int c = 0; c < a.length; c++) {
      assertEquals(a[c].length, b[c].length, "frames");
      for (int i = 0; i < a[c].length; i++) {
        error += Math.pow(a[c][i] - b[c][i], 2);
        level += Math.pow(whole[c][i], 2);
      }
    }
    return 10 * Math.log10(error / level);
  }

  @ParameterizedTest
  @ValueSource(strings = {"binary-vocals", "cepstral-vocals", "live-vocals"})
  void stemsOfSongAndMasksAreThoseOfTheDirectWayWithin60Decibels(String model)
      throws IOException, ModelException {
    Path song = SmallSongs.write(folder.resolve("song.wav"), 4.3, 1);
    try (var separator = Separator.open(options(model))) {
      separator.separate(song).render(FLOAT).writeTo(folder.resolve("direct"));
    }

    Path masks = record(song, model);
    var result =
        MaskRendering.render(song, masks, options(""), FLOAT, "song", folder.resolve("rendered"));

    assertEquals(2, result.stems().size());
    for (String stem : new String[] {"vocals.wav", "music.wav"}) {
      double decibels =
          difference(
              samples(folder.resolve("direct/song").resolve(stem)),
              samples(folder.resolve("rendered/song").resolve(stem)),
              samples(song));
      assertTrue(decibels <= -60, stem + ": " + decibels + " dB of the song");
    }
    assertTrue(Files.size(masks) < 4.3 / 60 * 1_300_000, Files.size(masks) + " bytes");
  }

  @ParameterizedTest(name = "{0} s")
  @ValueSource(doubles = {0.0001, 0.05, 3.0})
  void stemsOfAnyLengthSumToTheSong(double seconds) throws IOException, ModelException {
    Path song = SmallSongs.write(folder.resolve("song.wav"), seconds, 2);
    Path masks = record(song, "binary-vocals");

    MaskRendering.render(song, masks, options(""), FLOAT, "song", folder.resolve("out"));

    float[][] whole = samples(song);
    float[][] vocals = samples(folder.resolve("out/song/vocals.wav"));
    float[][] music = samples(folder.resolve("out/song/music.wav"));
    for (int i = 0; i < whole[0].length; i++) {
      assertEquals(whole[0][i], vocals[0][i] + music[0][i], 1e-6f);
    }
  }

  @Test
  void theWienerFilterTakesTheMasksToo() throws IOException, ModelException {
    Path song = SmallSongs.write(folder.resolve("song.wav"), 2, 3);
    Path masks = record(song, "binary-vocals");
    var filtered = options("").withMasking(Masking.soft().withWienerIterations(1));

    var result = MaskRendering.render(song, masks, filtered, FLOAT, "song", folder.resolve("out"));

    assertEquals(2 * 22_050, result.frames());
  }

  @Test
  void masksOfAnotherSongAreRefused() throws IOException, ModelException {
    Path song = SmallSongs.write(folder.resolve("song.wav"), 1, 4);
    Path masks = record(song, "binary-vocals");
    String made = Sha256.of(song).substring(0, 12);
    Path other = SmallSongs.write(folder.resolve("other.wav"), 1, 5);

    var e =
        assertThrows(
            AudioException.class,
            () ->
                MaskRendering.render(
                    other, masks, options(""), FLOAT, "song", folder.resolve("out")));

    assertEquals(
        "%s: expected masks of %s (SHA-256 %s), found those of another file (%s); give the song that they were made of"
            .formatted(masks, other, Sha256.of(other).substring(0, 12), made),
        e.getMessage());
  }

  @ParameterizedTest(name = "cut by {0}")
  @ValueSource(ints = {1, 9, 100, 2000})
  void aFileThatIsCutShortIsRefused(int bytes) throws IOException, ModelException {
    Path song = SmallSongs.write(folder.resolve("song.wav"), 1, 6);
    Path masks = record(song, "binary-vocals");
    byte[] all = Files.readAllBytes(masks);
    Files.write(masks, Arrays.copyOf(all, Math.max(0, all.length - bytes)));

    var e = assertThrows(AudioException.class, () -> MaskFile.open(masks));

    assertEquals(
        masks
            + ": expected masks of isolator catalogue separate --masks, found something else or a part of it (it does not begin and end with ISOMASK1); make it again",
        e.getMessage());
  }

  @Test
  void aFileWithAnyByteChangedEitherReadsOrIsRefusedWithItsName()
      throws IOException, ModelException {
    Path song = SmallSongs.write(folder.resolve("song.wav"), 0.5, 7);
    Path masks = record(song, "binary-vocals");
    byte[] all = Files.readAllBytes(masks);
    for (int at = 0; at < all.length; at += Math.max(1, all.length / 200)) {
      byte[] broken = all.clone();
      broken[at] ^= 0x55;
      Files.write(masks, broken);
      try (var file = MaskFile.open(masks)) {
        for (long block = 0; block < file.blocks(); block++) {
          file.block(block, 0);
        }
      } catch (AudioException e) {
        assertTrue(
            String.valueOf(e.getMessage()).startsWith(masks + ": expected masks"), e.toString());
      }
    }
  }

  @Test
  void aModelThatGivesStemsIsRefused() throws ModelException {
    var opened =
        ModelCatalogue.open()
            .find("median:studio-vocals,studio-vocals+shift")
            .open(1, SeparatorOptions.defaults().accelerator());

    var e = assertThrows(ModelException.class, () -> MaskRecorder.of(opened, "test"));

    assertEquals(
        opened.card().name()
            + ": expected a model that answers with masks of chunks, to keep them, found one that answers with stems; leave --masks out, or choose another model (isolator models list)",
        e.getMessage());
  }
}
