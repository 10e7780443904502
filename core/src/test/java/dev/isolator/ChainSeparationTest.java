package dev.isolator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.isolator.Songs.Song;
import dev.isolator.audio.ChannelLayout;
import dev.isolator.chain.Chain;
import dev.isolator.chain.Stage;
import dev.isolator.conditioning.AnalysisOptions;
import dev.isolator.conditioning.Framing;
import dev.isolator.mask.Masking;
import dev.isolator.model.ModelException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The laws of the library with a chain of all steps, and that every step does something.
class ChainSeparationTest {
  /// −120 dBFS.
  private static final double INAUDIBLE = 1e-6;

  /// Every step that is made of arithmetic, for any network.
  private static final String ALL =
      """
      stages:
        - conditioning: {dc-block: true, high-pass: 80, de-noise: 6}
        - normalisation: {target: -12, window: 0.5}
        - mask-shaping: {exponent: 0.7, ratio: 2, smooth-time: 0.03, smooth-frequency: 100, entry: 0.05, exit: 0.08, floor: -60}
        - restoration: {wiener: 1}
        - phase: {iterations: 2}
        - clean-up: {from: 1000}
      """;

  @TempDir private static Path folder;
  private static Path shortChunks;
  private static Path longChunks;

  @BeforeAll
  static void writeNetworks() throws Exception {
    var network = new PowerRatioNetwork(22_050, 512, 128, 2);
    shortChunks = folder.resolve("short.onnx");
    longChunks = folder.resolve("long.onnx");
    network.chunks("ratio", 32).write(shortChunks);
    network.chunks("ratio", 512).write(longChunks);
  }

  private static Separator open(Path model, Chain chain) throws ModelException {
    return Separator.open(
        SeparatorOptions.defaults().withModel(model.toString()).withThreads(2).withChain(chain));
  }

  private static Chain all() throws ModelException {
    return Chain.parse("all", "all.yaml", ALL);
  }

  private static Song golden() throws Exception {
    return Songs.golden("stereo-44100/mixture.wav");
  }

  private static float[][][] separated(SeparatorOptions options, Song song) throws Exception {
    try (var separator = Separator.open(options)) {
      return Songs.separate(separator, song, 16_384);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "cepstral-vocals"})
  void anEmptyChainChangesNoBit(String model) throws Exception {
    var plain = SeparatorOptions.defaults().withModel(model);
    var song = golden();

    float[][][] expected = separated(plain, song);

    assertBitsEqual(expected, separated(plain.withChain(Chain.empty()), song));
    assertBitsEqual(
        expected, separated(plain.withMasking(Masking.soft().withPhaseIterations(0)), song));
  }

  private static void assertBitsEqual(float[][][] expected, float[][][] found) {
    for (int stem = 0; stem < expected.length; stem++) {
      for (int channel = 0; channel < expected[stem].length; channel++) {
        assertArrayEquals(expected[stem][channel], found[stem][channel], 0f, "stem " + stem);
      }
    }
  }

  @ParameterizedTest(name = "{0} frames, {1} channels, {2} Hz")
  @CsvSource({
    "0,2,22050",
    "1,2,22050",
    "127,1,22050",
    "129,2,22050",
    "4001,2,22050",
    "60000,2,22050",
    "30000,1,44100",
    "30000,6,48000",
    "9000,2,8000"
  })
  void stemsSumToTheSongWithAllSteps(int frames, int channels, int sampleRate) throws Exception {
    var layout = ChannelLayout.ofCount(channels);
    var song = new Song(Songs.noise(channels, frames, 4), sampleRate, layout);
    try (var separator = open(shortChunks, all())) {
      float[][][] stems = Songs.separate(separator, song, 5000);

      for (int channel = 0; channel < channels; channel++) {
        assertEquals(frames, stems[0][channel].length);
        for (int i = 0; i < frames; i++) {
          double sum = (double) stems[0][channel][i] + stems[1][channel][i];
          assertEquals(song.samples()[channel][i], sum, INAUDIBLE, "sample " + i);
        }
        if (layout.speakers().get(channel) == dev.isolator.audio.Speaker.LFE) {
          for (float sample : stems[0][channel]) {
            assertEquals(0, sample, "vocals in the LFE channel");
          }
        }
      }
    }
  }

  @Test
  void neitherChunksNorBlocksShowWithAllSteps() throws Exception {
    var song = new Song(Songs.noise(2, 50_000, 7), 22_050, ChannelLayout.STEREO);
    float[][][] expected;
    try (var separator = open(longChunks, all())) {
      expected = Songs.separate(separator, song, 50_000);
    }
    try (var separator = open(shortChunks, all())) {
      assertBitsEqual(expected, Songs.separate(separator, song, 50_000));
      assertBitsEqual(expected, Songs.separate(separator, song, 777));
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Stage.Kind.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"FRAMING", "SUBTRACTION", "RENDERING"})
  void everyStepOfTheArticleDoesSomething(Stage.Kind kind) throws Exception {
    var chain = Chain.find("article-a");
    var song = goldenThenNoise();

    float[][][] whole = separated(SeparatorOptions.defaults().withChain(chain), song);
    float[][][] without =
        separated(SeparatorOptions.defaults().withChain(chain.without(kind)), song);

    double difference = Songs.difference(whole[0], without[0]);
    assertTrue(difference > 1e-4, kind.word() + " changes " + difference);
  }

  /// A song in which nobody sings at the end.
  private static Song goldenThenNoise() throws Exception {
    var song = golden();
    int frames = song.samples()[0].length;
    float[][] noise = Songs.noise(2, 60_000, 9);
    var samples = new float[2][];
    for (int channel = 0; channel < 2; channel++) {
      samples[channel] = Arrays.copyOf(song.samples()[channel], frames + noise[0].length);
      System.arraycopy(noise[channel], 0, samples[channel], frames, noise[0].length);
    }
    return new Song(samples, song.sampleRate(), song.layout());
  }

  @Test
  void withNormalisationALevelChangesNothing() throws Exception {
    var chain = Chain.find("article-a");
    var loud = golden();
    var soft = scaled(loud, 0.03f); // −30 dB

    assertTrue(levelDifference(chain, loud, soft) < 1e-3);
    assertTrue(levelDifference(chain.without(Stage.Kind.NORMALISATION), loud, soft) > 1e-2);
  }

  /// How far the vocals of a softer song, brought back, are from those of the louder one.
  private static double levelDifference(Chain chain, Song loud, Song soft) throws Exception {
    float[][][] expected = separated(SeparatorOptions.defaults().withChain(chain), loud);
    float[][][] found = separated(SeparatorOptions.defaults().withChain(chain), soft);
    return Songs.difference(
        expected[0], scaled(new Song(found[0], 1, soft.layout()), 1 / 0.03f).samples());
  }

  private static Song scaled(Song song, float gain) {
    var samples = new float[song.samples().length][];
    for (int channel = 0; channel < samples.length; channel++) {
      samples[channel] = song.samples()[channel].clone();
      for (int i = 0; i < samples[channel].length; i++) {
        samples[channel][i] *= gain;
      }
    }
    return new Song(samples, song.sampleRate(), song.layout());
  }

  @Test
  void withoutSimilarityAllBinsHaveTheSameShare() throws Exception {
    // No shaping, no gate: the vocals are the song times a gain that changes slowly.
    var chain =
        Chain.parse(
            "plain",
            "plain",
            "stages: [{voice-activity: {enabled: false}}, {similarity: {enabled: false}}]");
    var options = SeparatorOptions.defaults().withModel("cepstral-vocals").withChain(chain);
    var song = golden();

    float[][][] stems = separated(options, song);

    int clear = 0;
    for (int i = 30_000; i < 40_000; i += 100) {
      float mix = song.samples()[0][i];
      float vocals = stems[0][0][i];
      if (Math.abs(mix) > 0.02) {
        double share = vocals / mix;
        assertTrue(share > -0.05 && share < 1.05, "share " + share);
        clear++;
      }
    }
    assertTrue(clear > 10, clear + " samples were loud");
  }

  @Test
  void whatAModelHasNothingForIsRefused() throws Exception {
    var options = SeparatorOptions.defaults().withModel(shortChunks.toString());
    assertEquals(
        "ratio: expected a model with frames of 4096 samples, hop any, at 44100 Hz, found 512, hop"
            + " 128, at 22050 Hz; change the framing, or choose another model",
        message(
            options.withAnalysis(
                AnalysisOptions.asItIs().withFraming(new Framing(44_100, 4096, 0)))));
    assertEquals(
        "ratio: without similarity a model of two stems is wanted that says where somebody sings"
            + " (an output named voice), found none; keep the stage, or choose another model",
        message(options.withMasking(Masking.soft().withBroadband(true))));
  }

  private static String message(SeparatorOptions options) {
    return String.valueOf(
        assertThrows(ModelException.class, () -> Separator.open(options)).getMessage());
  }
}
