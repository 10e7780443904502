package dev.isolator.spectrum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnalysisGridTest {

  @ParameterizedTest(name = "{0} Hz")
  @CsvSource({
    "44100,4096,1024",
    "48000,4480,1120",
    "22050,2048,512",
    "88200,8192,2048",
    "96000,8960,2240",
    "192000,17920,4480",
    "32000,3000,750",
    "8000,756,189",
    "11025,1024,256"
  })
  void usualRatesGetTheNearestSmoothLength(int rate, int length, int hop) {
    var grid = AnalysisGrid.of(44100, 4096, 1024, rate);

    assertEquals(length, grid.fftLength());
    assertEquals(hop, grid.hopLength());
    assertEquals(4096f / length, grid.scale());
  }

  @ParameterizedTest
  @ValueSource(ints = {8000, 12000, 16000, 24000, 32000, 37800, 44056, 47999, 50000, 64000, 176400})
  void binsKeepTheirFrequency(int rate) {
    var grid = AnalysisGrid.of(44100, 4096, 1024, rate);
    double hertzABin = (double) rate / grid.fftLength();

    assertEquals(44100.0 / 4096, hertzABin, 0.02 * hertzABin);
    assertEquals(0, grid.fftLength() % 4);
    assertEquals(4, grid.fftLength() / grid.hopLength());
  }

  @Test
  void lastSamplesLieUnderAWindow() {
    var grid = AnalysisGrid.of(44100, 4096, 1024, 44100);

    assertEquals(1, grid.framesFor(0));
    assertEquals(2, grid.framesFor(1));
    assertEquals(2, grid.framesFor(1024));
    assertEquals(3, grid.framesFor(1025));
    assertTrue(grid.framesFor(1L << 40) > 1L << 30);
  }
}
