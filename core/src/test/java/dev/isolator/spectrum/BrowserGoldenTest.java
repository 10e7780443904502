package dev.isolator.spectrum;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Holds the goldens that the web page's own transform is compared with (`stft.test.ts` in module
/// web): the grids of usual rates, and frames of a signal that both sides can make. They are
/// written anew with `-Disolator.test.args=-Dgolden.write=true`.
class BrowserGoldenTest {
  private static final Path FOLDER = Path.of("src/test/resources/golden/spectrum");
  private static final int SAMPLES = 9001;
  private static final int[] FRAMES = {0, 3};

  @Test
  void gridsOfTheUsualRatesAreThose() throws IOException {
    var text = new StringBuilder();
    for (int rate :
        new int[] {
          8000, 11_025, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 88_200, 96_000, 192_000
        }) {
      var grid = AnalysisGrid.of(44_100, 4096, 1024, rate);
      text.append(
          "%d,%d,%d,%s%n".formatted(rate, grid.fftLength(), grid.hopLength(), grid.scale()));
    }
    var file = FOLDER.resolve("grids.csv");
    if (Boolean.getBoolean("golden.write")) {
      Files.writeString(file, text);
    }
    assertEquals(Files.readString(file), text.toString());
  }

  @ParameterizedTest
  @ValueSource(ints = {22_050, 44_100, 48_000})
  void framesOfTheSignalAreThose(int rate) throws IOException {
    var stft = new Stft(AnalysisGrid.of(44_100, 4096, 1024, rate));
    var frames = new float[FRAMES.length * 2 * stft.bins()];
    var spectrum = new float[2 * stft.bins()];
    for (int i = 0; i < FRAMES.length; i++) {
      int start = FRAMES[i] * stft.hopLength() - stft.fftLength() / 2;
      stft.frame(signal(), start, SAMPLES, spectrum);
      System.arraycopy(spectrum, 0, frames, i * spectrum.length, spectrum.length);
    }
    var file = FOLDER.resolve("frames-%d.f32".formatted(rate));
    if (Boolean.getBoolean("golden.write")) {
      var bytes = ByteBuffer.allocate(4 * frames.length).order(ByteOrder.LITTLE_ENDIAN);
      bytes.asFloatBuffer().put(frames);
      Files.write(file, Objects.requireNonNull(bytes.array()));
    }
    var golden =
        ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    var expected = new float[golden.remaining()];
    golden.get(expected);
    assertArrayEquals(expected, frames, 1e-4f); // of 1000: the last bits of sines may differ
  }

  /// Noise in ±1.0 that every language makes alike: a linear congruential generator of 32 bits.
  private static float[] signal() {
    var signal = new float[SAMPLES];
    int state = 1;
    for (int i = 0; i < SAMPLES; i++) {
      state = state * 1_664_525 + 1_013_904_223;
      signal[i] = (state >> 16) / 32_768f;
    }
    return signal;
  }
}
