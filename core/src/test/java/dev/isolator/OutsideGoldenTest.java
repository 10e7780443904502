package dev.isolator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.isolator.Songs.Song;
import dev.isolator.model.ModelCatalogue;
import dev.isolator.model.OutsideOptions;
import dev.isolator.spectrum.Stft;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Outside models give what the tools give that they were made for: small graphs with a family's
/// tensors were run by those (`golden/outside`, each with a README). The tolerance is 1e-5 of full
/// scale, the files' own accuracy 1e-7.
class OutsideGoldenTest {
  private static final double TOLERANCE = 1e-5;
  private static final String GOLDEN = "/golden/outside/";

  private static Song input = new Song(new float[0][0], 0, dev.isolator.audio.ChannelLayout.MONO);

  @TempDir private Path folder;

  @BeforeAll
  static void decode() throws Exception {
    input = golden("input.flac");
  }

  private static Song golden(String name) throws Exception {
    return Songs.decode(Songs.resource(GOLDEN + name));
  }

  /// Adds a model, changes its card as `sed` would, and separates the song with it.
  private float[][][] separate(List<String> files, OutsideOptions options, String from, String to)
      throws Exception {
    var paths = files.stream().map(name -> Songs.resource(GOLDEN + name)).toList();
    var entry = ModelCatalogue.open(folder.resolve("user")).addOutside(paths, options).entry();
    var card = Path.of(entry.location().replace(".onnx", ".json"));
    String text = Files.readString(card);
    assertTrue(text.contains(from), text);
    Files.writeString(card, text.replace(from, to));
    try (var separator = Separator.open(SeparatorOptions.defaults().withModel(entry.location()))) {
      return Songs.separate(separator, input, 16_384);
    }
  }

  private static void assertSame(Song expected, float[][] stem, int... ranges) {
    for (int range = 0; range < ranges.length; range += 2) {
      for (int channel = 0; channel < 2; channel++) {
        for (int i = ranges[range]; i < ranges[range + 1]; i++) {
          assertEquals(
              expected.samples()[channel][i], stem[channel][i], TOLERANCE, channel + " at " + i);
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"mdx-2048,6144,254976,192768", "mdx-3072,7680,253440,192000"})
  void mdxNetIsSeparatedAsByUvrsStep(String name, int window, int step, int alone)
      throws Exception {
    var options = OutsideOptions.defaults().withFftLength(window).withStems(List.of("vocals"));

    float[][] stem = separate(List.of(name + "/model.onnx"), options, "", "")[0];

    assertSame(
        golden(name + "/primary-step" + step + ".flac"), stem, 240_000, 270_000, 386_900, 396_900);
    var other = golden(name + "/primary.flac");
    if (name.equals("mdx-2048")) {
      assertSame(other, stem, 0, alone);
    } else {
      assertSame(other, stem, 0, 44_100, 180_000, alone);
    }
  }

  /// Up to where the tool's third, shorter chunk begins, which it weights by its own length.
  @ParameterizedTest
  @CsvSource({"mdx-2048,6144,254976,388608", "mdx-3072,7680,253440,270000"})
  void mdxNetIsSeparatedByAnyStep(String name, int window, int step, int end) throws Exception {
    var options = OutsideOptions.defaults().withFftLength(window).withStems(List.of("vocals"));

    float[][] stem =
        separate(
            List.of(name + "/model.onnx"),
            options,
            "\"strideFrames\": " + step,
            "\"strideFrames\": 195840")[0];

    assertSame(golden(name + "/primary.flac"), stem, end > 380_000 ? 0 : 180_000, end);
  }

  @ParameterizedTest
  @ValueSource(strings = {"model", "model-host-standardised"})
  void htDemucsIsSeparatedWhicheverSideStandardises(String graph) throws Exception {
    float[][][] stems =
        separate(List.of("htdemucs/" + graph + ".onnx"), OutsideOptions.defaults(), "", "");

    assertEquals(4, stems.length);
    assertSame(golden("htdemucs/vocals.flac"), stems[2], 0, 396_900);
    assertSame(
        golden("htdemucs/drums.flac"), stems[0], 0, 44_100, 250_000, 352_000, 374_850, 396_900);
  }

  @ParameterizedTest
  @CsvSource({"1,0,396900,0,0,0,0", "0,0,44100,300000,330000,374850,396900"})
  void openUnmixIsFilteredAsOftenAsItsCardSays(
      int iterations, int a, int b, int c, int d, int e, int f) throws Exception {
    float[][][] stems =
        separate(
            List.of("openunmix/vocals.onnx"),
            OutsideOptions.defaults().withStems(List.of("vocals")),
            "\"wienerIterations\": 1",
            "\"wienerIterations\": " + iterations);

    var expected = golden("openunmix/vocals-niter" + iterations + ".flac");
    assertSame(expected, stems[0], a, b, c, d, e, f);
  }

  /// Above bin 1023 the mask goes on by design: compared are the bins below 1000.
  @Test
  void spleeterSharesTheMixOut() throws Exception {
    float[][][] stems =
        separate(
            List.of("spleeter/vocals.onnx", "spleeter/accompaniment.onnx"),
            OutsideOptions.defaults(),
            "",
            "");

    assertTrue(errorDb(golden("spleeter/vocals.flac"), stems[0], 4096, 392_192) < -120, "vocals");
    var rest = golden("spleeter/accompaniment.flac");
    assertTrue(errorDb(rest, stems[1], 4096, 48_196) < -120, "rest");
    assertTrue(errorDb(rest, stems[1], 200_000, 244_100) < -120, "rest");
    assertTrue(errorDb(rest, stems[1], 348_092, 392_192) < -120, "rest");
  }

  @Test
  void aFileAndAPipeGiveTheSameBits() throws Exception {
    var entry =
        ModelCatalogue.open(folder.resolve("user"))
            .addOutside(
                List.of(Songs.resource(GOLDEN + "htdemucs/model.onnx")), OutsideOptions.defaults())
            .entry();
    var song = Songs.resource(GOLDEN + "input.flac");
    try (var separator = Separator.open(SeparatorOptions.defaults().withModel(entry.location()))) {
      var file = new CRC32C();
      separator.separate(song).sendTo((stems, mix, frames) -> update(file, stems, frames));
      var pipe = new CRC32C();
      try (var in = Files.newInputStream(song)) {
        separator.separate(in, "pipe").sendTo((stems, mix, n) -> update(pipe, stems, n));
      }
      assertEquals(file.getValue(), pipe.getValue());
    }
  }

  /// In the song's order, whatever the blocks.
  private static void update(CRC32C sum, float[][][] stems, int frames) {
    for (int i = 0; i < frames; i++) {
      for (float[][] stem : stems) {
        for (float[] channel : stem) {
          int bits = Float.floatToRawIntBits(channel[i]);
          sum.update(bits);
          sum.update(bits >> 8);
          sum.update(bits >> 16);
          sum.update(bits >> 24);
        }
      }
    }
  }

  /// Energy of the difference below bin 1000, beside that of what is expected.
  private static double errorDb(Song expected, float[][] stem, int from, int to) {
    double error = 0;
    double energy = 0;
    var stft = new Stft(4096, 1024);
    var spectrum = new float[2 * stft.bins()];
    for (int channel = 0; channel < 2; channel++) {
      var golden = Arrays.copyOfRange(expected.samples()[channel], from, to);
      var difference = new float[to - from];
      for (int i = 0; i < difference.length; i++) {
        difference[i] = stem[channel][from + i] - golden[i];
      }
      for (int start = 0; start + 4096 <= to - from; start += 1024) {
        error += energy(stft, difference, start, spectrum);
        energy += energy(stft, golden, start, spectrum);
      }
    }
    return 10 * Math.log10(error / energy);
  }

  private static double energy(Stft stft, float[] samples, int start, float[] spectrum) {
    stft.frame(samples, start, samples.length, spectrum);
    double energy = 0;
    for (int i = 0; i < 2000; i++) {
      energy += (double) spectrum[i] * spectrum[i];
    }
    return energy;
  }
}
