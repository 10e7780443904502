package dev.isolator.live;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.isolator.model.ModelCatalogue;
import dev.isolator.model.ModelException;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class LiveSeparatorTest {
  private static final int FRAMES = 20_000;
  private static final String PLAIN = "ratio-2048-ahead0";

  private static LiveSeparator separator(String model, LiveSettings settings) throws Exception {
    var separator = LiveSeparator.prepare(LiveModels.find(model), settings);
    separator.setRealTime(false); // the network is waited for
    return separator;
  }

  static Stream<Arguments> ways() {
    var defaults = LiveSettings.defaults();
    int[] mixed = {1, 4096, 441, 64, 512, 7};
    return Stream.of(
        Arguments.of("live-vocals", defaults.withSlackHops(0), mixed),
        Arguments.of("live-vocals", defaults.withLatency(LiveLatency.FULL), new int[] {64}),
        Arguments.of("live-vocals", defaults.withSampleRate(48_000).withChannels(1), mixed),
        Arguments.of(PLAIN, defaults, new int[] {1}),
        Arguments.of(PLAIN, defaults.withLatency(LiveLatency.MS_35), new int[] {441}),
        Arguments.of(PLAIN, defaults.withBlockFrames(512), new int[] {512}),
        Arguments.of(PLAIN, defaults.withLatency(LiveLatency.MS_12), new int[] {4096}),
        Arguments.of(PLAIN, defaults.withSlackHops(3).withChannels(1), new int[] {300, 1}),
        Arguments.of(PLAIN, defaults.withSampleRate(48_000).withBlockFrames(128), new int[] {128}),
        Arguments.of(
            PLAIN, defaults.withSampleRate(96_000).withLatency(LiveLatency.MS_12), new int[] {99}),
        Arguments.of(
            PLAIN, defaults.withSampleRate(16_000).withLatency(LiveLatency.FULL), new int[] {160}));
  }

  /// Every block size, with a longer window, a look-ahead, or both.
  static Stream<Arguments> waysOfLateModels() {
    var defaults = LiveSettings.defaults();
    var windows = LiveLatency.values();
    int[][] blocks = {{1}, {64}, {441}, {512}, {4096}, {1, 4096, 441, 64, 512, 7}};
    int[] rates = {44_100, 44_100, 48_000, 44_100, 16_000, 96_000};
    var models = List.of("ratio-2048-ahead4", "ratio-4096-ahead0", "ratio-4096-ahead3");
    return models.stream()
        .flatMap(
            model ->
                IntStream.range(0, blocks.length)
                    .mapToObj(
                        i ->
                            Arguments.of(
                                model,
                                defaults
                                    .withLatency(
                                        windows[(i + models.indexOf(model)) % windows.length])
                                    .withSlackHops(i % 3)
                                    .withSampleRate(rates[i]),
                                blocks[i])));
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource({"ways", "waysOfLateModels"})
  void liveEqualsOfflineAndStemsSumToTheMix(String model, LiveSettings settings, int[] blocks)
      throws Exception {
    float[][] song = TestSound.song(settings.channels(), FRAMES, settings.sampleRate());
    float[][] expected = OfflineTwin.firstStem(LiveModels.find(model), song, settings);
    float[][][] found;
    try (var separator = separator(model, settings)) {
      found = TestSound.through(separator, song, blocks);
      assertEquals(0, separator.statistics().lateHops());
      assertNull(separator.statistics().failure());
    }
    double loudest = 0;
    for (int channel = 0; channel < song.length; channel++) {
      assertArrayEquals(song[channel], found[2][channel], "the mix, late and otherwise as it was");
      assertArrayEquals(expected[channel], found[0][channel], 1e-4f);
      for (int i = 0; i < FRAMES; i++) {
        double sum = (double) found[0][channel][i] + found[1][channel][i];
        assertEquals(song[channel][i], sum, 1e-6, "−120 dBFS");
        loudest = Math.max(loudest, Math.abs(found[0][channel][i]));
      }
    }
    assertTrue(loudest > 0.01, "there is something in the first stem");
  }

  /// The delay is that of the mix itself: an impulse is found where it was announced.
  @ParameterizedTest
  @CsvSource({
    "ratio-2048-ahead0, 44100, FULL, 0, 1",
    "ratio-2048-ahead0, 44100, MS_23, 1, 128",
    "ratio-2048-ahead0, 48000, MS_35, 2, 480",
    "ratio-2048-ahead0, 22050, MS_12, 1, 1",
    "ratio-2048-ahead4, 44100, MS_23, 1, 128",
    "ratio-2048-ahead4, 48000, FULL, 0, 1",
    "ratio-4096-ahead0, 44100, MS_23, 1, 64",
    "ratio-4096-ahead3, 48000, MS_12, 1, 16",
    "ratio-4096-ahead3, 44100, MS_35, 2, 1024"
  })
  void anImpulseComesOutAfterTheAnnouncedLatency(
      String model, int rate, LiveLatency latency, int slack, int block) throws Exception {
    var settings =
        LiveSettings.defaults()
            .withSampleRate(rate)
            .withLatency(latency)
            .withSlackHops(slack)
            .withBlockFrames(block);
    try (var separator = separator(model, settings)) {
      int size = Math.ceilDiv(24_000, block) * block; // whole blocks
      var in = new float[2][size];
      var stems = new float[2][2][size];
      var mix = new float[2][size];
      int at = size / 3;
      in[0][at] = 1;
      separator.process(in, stems, mix, size);
      int expected = at + separator.latencyFrames();
      for (int i = 0; i < size; i++) {
        float sum = stems[0][0][i] + stems[1][0][i];
        assertEquals(i == expected ? 1 : 0, sum, 1e-6, "frame " + i);
        assertEquals(i == expected ? 1 : 0, mix[0][i], 0, "frame " + i);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ratio-2048-ahead0, 44100, MS_23, 0, 128, 896", // L − B
    "ratio-2048-ahead0, 44100, MS_23, 1, 128, 1408", // and a hop
    "ratio-2048-ahead0, 44100, MS_23, 1, 512, 1024",
    "ratio-2048-ahead0, 44100, MS_23, 1, 1024, 1536", // L − M, two hops: a block asks for two masks
    "ratio-2048-ahead0, 44100, MS_23, 0, 1024, 512", // inside the block they are there
    "ratio-2048-ahead0, 44100, MS_23, 0, 1, 1023", // L − 1
    "ratio-2048-ahead0, 44100, FULL, 0, 1, 2047",
    "ratio-2048-ahead0, 44100, MS_35, 0, 512, 1024",
    "ratio-2048-ahead0, 44100, MS_12, 0, 1, 511",
    "ratio-2048-ahead0, 48000, MS_23, 0, 480, 1040", // a window of 2240, a hop of 560
    "ratio-2048-ahead4, 44100, MS_23, 0, 128, 2944", // and four hops of look-ahead
    "ratio-2048-ahead4, 44100, MS_23, 1, 128, 3456",
    "ratio-2048-ahead4, 48000, MS_23, 0, 480, 3280", // hops of 560
    "ratio-4096-ahead0, 44100, FULL, 0, 1, 4095", // the longer window counts with full alone
    "ratio-4096-ahead0, 44100, MS_35, 0, 512, 1024",
    "ratio-4096-ahead0, 44100, MS_23, 1, 128, 1408",
    "ratio-4096-ahead0, 44100, MS_12, 0, 1, 511",
    "ratio-4096-ahead3, 44100, MS_23, 1, 128, 2944",
    "ratio-4096-ahead3, 48000, MS_23, 0, 480, 2720" // a window of 4480, hops of 560
  })
  void latencyIsWhatTheFormulaSays(
      String model, int rate, LiveLatency latency, int slack, int block, int expected)
      throws Exception {
    var settings =
        LiveSettings.defaults()
            .withSampleRate(rate)
            .withLatency(latency)
            .withSlackHops(slack)
            .withBlockFrames(block);
    try (var separator = separator(model, settings)) {
      assertEquals(expected, separator.latencyFrames());
    }
  }

  /// As if it had never run, and just measured.
  @Test
  void afterTheWarmUpTheStreamBeginsWithSilence() throws Exception {
    float[][] song = TestSound.song(2, 9000, 44_100);
    try (var cold = separator(PLAIN, LiveSettings.defaults());
        var warm = separator(PLAIN, LiveSettings.defaults())) {
      var times = warm.warmUp();
      assertEquals(1000 * 512 / 44_100.0, times.hopMillis());
      assertTrue(times.meanMillis() > 0 && times.worstMillis() > 0, times.toString());
      assertEquals(0, warm.statistics().hops());
      float[][][] expected = TestSound.through(cold, song, 128);
      float[][][] found = TestSound.through(warm, song, 128);
      for (int stem = 0; stem < 3; stem++) {
        assertArrayEquals(expected[stem][1], found[stem][1]);
      }
    }
  }

  @Test
  void aNetworkThatFailsInTheWarmUpIsSaid() throws Exception {
    var network = new SlowNetwork();
    try (var separator = LiveSeparator.prepare(network, LiveSettings.defaults())) {
      network.breakDown();
      var e = assertThrows(ModelException.class, separator::warmUp);
      assertEquals("slow: broke down; get another one", e.getMessage());
    }
  }

  @Test
  void afterAResetTheStreamBeginsAnew() throws Exception {
    float[][] song = TestSound.song(2, 9000, 44_100);
    try (var separator = separator(PLAIN, LiveSettings.defaults())) {
      float[][][] first = TestSound.through(separator, song, 128);
      separator.reset();
      float[][][] second = TestSound.through(separator, song, 128);
      for (int stem = 0; stem < 3; stem++) {
        assertArrayEquals(first[stem][0], second[stem][0]);
      }
    }
  }

  @Test
  void samplesThatAreNoSoundAreSilenceAndAreCounted() throws Exception {
    float[][] song = TestSound.song(2, 9000, 44_100);
    float[][] clean = {song[0].clone(), song[1].clone()};
    song[0][100] = Float.NaN;
    song[1][200] = Float.POSITIVE_INFINITY;
    song[1][201] = -2e6f;
    clean[0][100] = clean[1][200] = clean[1][201] = 0;
    try (var separator = separator(PLAIN, LiveSettings.defaults())) {
      float[][][] expected = TestSound.through(separator, clean, 77);
      assertEquals(0, separator.statistics().replacedSamples());
      separator.reset();
      float[][][] found = TestSound.through(separator, song, 77);
      assertEquals(3, separator.statistics().replacedSamples());
      for (int stem = 0; stem < 3; stem++) {
        assertArrayEquals(expected[stem][1], found[stem][1]);
      }
    }
  }

  @Test
  void anEmptyBlockIsNothing() throws Exception {
    try (var separator = separator(PLAIN, LiveSettings.defaults())) {
      separator.process(new float[2][0], new float[2][2][0], new float[2][0], 0);
      assertEquals(0, separator.statistics().hops());
    }
  }

  @Test
  void aBlockThatWasNotPreparedForIsRefused() throws Exception {
    try (var separator = separator(PLAIN, LiveSettings.defaults().withBlockFrames(128))) {
      var e =
          assertThrows(
              IllegalArgumentException.class,
              () -> separator.process(new float[2][64], new float[2][2][64], new float[2][64], 64));
      assertEquals(
          "expected blocks of a multiple of 128 frames, as prepared for (blockFrames 128), found 64",
          e.getMessage());
    }
  }

  @Test
  void aModelThatNeedsTheFutureIsRefused() throws Exception {
    var studio = ModelCatalogue.open().find("studio-vocals");
    var e =
        assertThrows(
            ModelException.class, () -> LiveSeparator.prepare(studio, LiveSettings.defaults()));
    assertEquals(
        "studio-vocals@3: expected a model that answers frame by frame, found one that needs sound from later in the song; choose one that says \"live\" (isolator models list)",
        e.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "15999, 2, 1, 1, 'sampleRate must be from 16000 to 96000, was 15999'",
    "44100, 3, 1, 1, 'channels must be from 1 to 2, was 3'",
    "44100, 2, 17, 1, 'slackHops must be from 0 to 16, was 17'",
    "44100, 2, 1, 0, 'blockFrames must be from 1 to 65536, was 0'"
  })
  void settingsOutOfRangeAreRefused(int rate, int channels, int slack, int block, String message) {
    var e =
        assertThrows(
            IllegalArgumentException.class,
            () -> new LiveSettings(rate, channels, LiveLatency.FULL, slack, block));
    assertEquals(message, e.getMessage());
  }
}
