package dev.isolator.train.band;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BandWarpTest {
  /// The counts that were measured for the two grids.
  @ParameterizedTest
  @CsvSource({"44100,4096,234", "44100,2048,164"})
  void bandsAreAsManyAsMeasured(int rate, int fft, int bands) {
    assertEquals(bands, BandWarp.of(rate, fft).bands());
  }

  @ParameterizedTest
  @CsvSource({"44100,4096", "44100,2048", "22050,1024"})
  void rowsSumToOne(int rate, int fft) {
    var warp = BandWarp.of(rate, fft);
    int bins = warp.bins() - warp.exact();
    int bands = warp.bands() - warp.exact();
    sums(warp.synthesis(), bins, bands);
    sums(warp.analysis(), bands, bins);
  }

  private static void sums(float[] matrix, int rows, int columns) {
    for (int row = 0; row < rows; row++) {
      double sum = 0;
      for (int column = 0; column < columns; column++) {
        sum += matrix[row * columns + column];
      }
      assertEquals(1, sum, 1e-5, "row " + row);
    }
  }

  @Test
  void interpolationByIndexIsTheMatrix() {
    var warp = BandWarp.of(44_100, 2048);
    int bands = warp.bands() - warp.exact();
    float[] synthesis = warp.synthesis();
    for (int bin = warp.exact(); bin < warp.bins(); bin++) {
      int row = (bin - warp.exact()) * bands + warp.band(bin) - warp.exact();
      assertEquals(1 - warp.upper(bin), synthesis[row], 1e-6, "bin " + bin);
      assertEquals(warp.upper(bin), synthesis[row + 1], 1e-6, "bin " + bin);
    }
  }

  @Test
  void tooShortAnFftIsRefused() {
    var e = assertThrows(IllegalArgumentException.class, () -> BandWarp.of(44_100, 16));
    assertEquals(
        "the FFT must have bins below and above 1500 Hz, was 16 samples at 44100 Hz",
        e.getMessage());
  }
}
