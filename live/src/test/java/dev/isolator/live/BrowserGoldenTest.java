package dev.isolator.live;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Holds the goldens that the web page's own separator is compared with (`separator.test.ts` in
/// module web): latencies, and the first stem of a signal that both sides can make. They are
/// written anew with `-Disolator.test.args=-Dgolden.write=true`.
class BrowserGoldenTest {
  private static final Path FOLDER = Path.of("src/test/resources/golden/live");
  private static final int FRAMES = 6001;
  private static final int BLOCK = 128;

  @ParameterizedTest
  @CsvSource({
    "ratio-2048-ahead0, 44100, 2, FULL, 1, 2432",
    "ratio-2048-ahead0, 44100, 1, MS_23, 2, 1920",
    "ratio-2048-ahead4, 48000, 2, MS_23, 1, 3904",
    "ratio-4096-ahead3, 32000, 2, MS_35, 3, 3374"
  })
  void theFirstStemIsThat(
      String model, int rate, int channels, LiveLatency latency, int slack, int expectedLatency)
      throws Exception {
    var settings =
        LiveSettings.defaults()
            .withSampleRate(rate)
            .withChannels(channels)
            .withLatency(latency)
            .withSlackHops(slack)
            .withBlockFrames(BLOCK);
    float[][] stem;
    try (var separator = LiveSeparator.prepare(LiveModels.find(model), settings)) {
      separator.setRealTime(false);
      assertEquals(expectedLatency, separator.latencyFrames());
      stem = TestSound.through(separator, signal(channels), BLOCK)[0];
    }
    var file = FOLDER.resolve("%s-%d-%d.f32".formatted(model, rate, channels));
    if (Boolean.getBoolean("golden.write")) {
      var bytes = ByteBuffer.allocate(4 * channels * FRAMES).order(ByteOrder.LITTLE_ENDIAN);
      for (float[] channel : stem) {
        for (float sample : channel) {
          bytes.putFloat(sample);
        }
      }
      Files.createDirectories(FOLDER);
      Files.write(file, Objects.requireNonNull(bytes.array()));
    }
    var golden =
        ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    for (float[] channel : stem) {
      var expected = new float[FRAMES];
      golden.get(expected);
      assertArrayEquals(expected, channel, 1e-5f); // the last bits of sines may differ
    }
    assertEquals(0, golden.remaining());
  }

  /// Noise in ±1.0 that every language makes alike: a linear congruential generator of 32 bits, the
  /// second channel from another seed.
  private static float[][] signal(int channels) {
    var signal = new float[channels][FRAMES];
    for (int channel = 0; channel < channels; channel++) {
      int state = channel + 1;
      for (int i = 0; i < FRAMES; i++) {
        state = state * 1_664_525 + 1_013_904_223;
        signal[channel][i] = (state >> 16) / 32_768f;
      }
    }
    return signal;
  }
}
