package dev.isolator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.isolator.Songs.Song;
import dev.isolator.audio.ChannelLayout;
import dev.isolator.mask.Masking;
import dev.isolator.model.Contract;
import dev.isolator.model.Precision;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The laws of the library that hold between samples and stems, with the default model.
class LawsTest {
  /// −120 dBFS.
  private static final double INAUDIBLE = 1e-6;

  private static Separator separator;

  @BeforeAll
  static void open() throws Exception {
    separator = Separator.open();
  }

  @AfterAll
  static void close() {
    separator.close();
  }

  @ParameterizedTest(name = "{0} frames")
  @ValueSource(ints = {0, 1, 2, 1023, 1024, 1025, 2049, 524_287, 524_288, 524_289})
  void stemsAreAsLongAsTheSongAndSumToIt(int frames) throws Exception {
    var song = new Song(Songs.noise(2, frames, 1), 44_100, ChannelLayout.STEREO);

    float[][][] stems = Songs.separate(separator, song, 16_384);

    assertSumsTo(song, stems);
  }

  @ParameterizedTest(name = "{0} Hz, {1} channels")
  @CsvSource({
    "1000,2",
    "6000,2",
    "8000,1",
    "11025,2",
    "16000,2",
    "22050,1",
    "32000,2",
    "44100,6",
    "48000,8",
    "96000,2",
    "192000,1",
    "352800,2",
    "384000,2",
    "768000,1",
    "44100,3",
    "44100,4",
    "44100,5",
    "44100,7"
  })
  void anyRateAndLayoutGivesStemsThatSumToTheSong(int sampleRate, int channels) throws Exception {
    var layout = ChannelLayout.ofCount(channels);
    var song = new Song(Songs.noise(channels, sampleRate + 1, 2), sampleRate, layout);

    float[][][] stems = Songs.separate(separator, song, 5000);

    assertSumsTo(song, stems);
    for (int channel = 0; channel < channels; channel++) {
      boolean lfe = layout.speakers().get(channel) == dev.isolator.audio.Speaker.LFE;
      assertEquals(
          lfe, peak(stems[0][channel]) == 0, "vocals silent in " + layout.speakers().get(channel));
    }
  }

  @Test
  void blockSizeChangesNoBit() throws Exception {
    var song = Songs.golden("stereo-44100/mixture.wav");

    float[][][] expected = Songs.separate(separator, song, song.samples()[0].length);

    for (int blockFrames : new int[] {1, 777, 16_384, 65_536}) {
      float[][][] stems = Songs.separate(separator, shortened(song, blockFrames), blockFrames);
      for (int stem = 0; stem < 2; stem++) {
        if (blockFrames > 1) { // one frame at a time only the beginning: the end differs by right
          assertArrayEquals(expected[stem][0], stems[stem][0], 0f, "block " + blockFrames);
          assertArrayEquals(expected[stem][1], stems[stem][1], 0f, "block " + blockFrames);
        }
      }
    }
  }

  private static Song shortened(Song song, int blockFrames) {
    if (blockFrames > 1) {
      return song;
    }
    var samples = new float[2][];
    for (int channel = 0; channel < 2; channel++) {
      samples[channel] = java.util.Arrays.copyOf(song.samples()[channel], 30_000);
    }
    return new Song(samples, song.sampleRate(), song.layout());
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT", "INT8"})
  void chunksDoNotShow(Precision precision, @TempDir Path folder) throws Exception {
    var song = longSong();
    var options = SeparatorOptions.defaults().withPrecision(precision);
    float[][][] expected;
    try (var usual = Separator.open(options)) {
      expected = Songs.separate(usual, song, 16_384);
    }

    try (var other = Separator.open(options.withModel(shortChunks(folder)))) {
      assertEquals(400, ((Contract.Chunk) other.card().contract()).chunkFrames());
      float[][][] stems = Songs.separate(other, song, 16_384);

      double difference = Songs.difference(expected[0], stems[0]);
      assertTrue(difference <= INAUDIBLE, "differs by " + difference);
    }
  }

  /// 18 s: more than one chunk of the default model, several of 400 frames.
  private static Song longSong() throws Exception {
    var golden = Songs.golden("stereo-44100/mixture.wav");
    var samples = new float[2][800_000];
    for (int channel = 0; channel < 2; channel++) {
      float[] once = golden.samples()[channel];
      for (int i = 0; i < samples[channel].length; i++) {
        samples[channel][i] = once[i % once.length] * (i / once.length % 2 == 0 ? 1 : 0.4f);
      }
    }
    return new Song(samples, golden.sampleRate(), golden.layout());
  }

  /// The default model with a card that asks for other chunks.
  private static String shortChunks(Path folder) throws Exception {
    Path onnx = folder.resolve("short.onnx");
    String name = separator.card().name() + "-" + separator.card().version();
    Files.write(onnx, model(name + ".onnx"));
    Files.write(folder.resolve("short.int8.onnx"), model(name + ".int8.onnx"));
    String card = new String(model(name + ".json"), UTF_8);
    Files.writeString(
        folder.resolve("short.json"),
        card.replace("\"frameMultiple\": 16", "\"frameMultiple\": 16, \"chunkFrames\": 400"));
    return onnx.toString();
  }

  /// A file of the models' module, which is a folder in one build and a jar in another.
  private static byte[] model(String name) throws Exception {
    try (var in = LawsTest.class.getResourceAsStream("/dev/isolator/models/" + name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    }
  }

  @Test
  void silenceStaysSilence() throws Exception {
    var song = new Song(new float[2][100_000], 44_100, ChannelLayout.STEREO);

    float[][][] stems = Songs.separate(separator, song, 16_384);

    for (float[][] stem : stems) {
      assertEquals(0, peak(stem[0]));
      assertEquals(0, peak(stem[1]));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void wienerFilteredStemsSumToTheSongWhateverTheBlocks(int channels) throws Exception {
    var masking = Masking.soft().withWienerIterations(1);
    var long18 = longSong();
    var song =
        new Song(
            java.util.Arrays.copyOf(long18.samples(), channels),
            44_100,
            ChannelLayout.ofCount(channels));
    try (var wiener = Separator.open(SeparatorOptions.defaults().withMasking(masking))) {
      float[][][] stems = Songs.separate(wiener, song, 16_384);
      float[][][] again = Songs.separate(wiener, song, 100_003);

      assertSumsTo(song, stems);
      assertEquals(0, Songs.difference(stems[0], again[0]));
      float[][][] soft = Songs.separate(separator, song, 16_384);
      double change = Songs.difference(stems[0], soft[0]);
      assertTrue(change > 1e-3 && change < 0.5, "the filter changed samples by " + change);
    }
  }

  @Test
  void binaryMasksSumToTheSong() throws Exception {
    var masking = Masking.soft().withBinaryThreshold(0.5);
    var song = Songs.golden("stereo-48000/mixture.wav");
    try (var binary = Separator.open(SeparatorOptions.defaults().withMasking(masking))) {
      assertSumsTo(song, Songs.separate(binary, song, 16_384));
    }
  }

  private static void assertSumsTo(Song song, float[][][] stems) {
    int frames = song.samples()[0].length;
    for (float[][] stem : stems) {
      for (float[] channel : stem) {
        assertEquals(frames, channel.length, "frames");
      }
    }
    for (int channel = 0; channel < song.samples().length; channel++) {
      for (int i = 0; i < frames; i++) {
        double residual =
            (double) stems[0][channel][i] + stems[1][channel][i] - song.samples()[channel][i];
        assertTrue(Math.abs(residual) <= INAUDIBLE, "residual " + residual + " at " + i);
      }
    }
  }

  private static double peak(float[] samples) {
    double peak = 0;
    for (float sample : samples) {
      peak = Math.max(peak, Math.abs(sample));
    }
    return peak;
  }
}
