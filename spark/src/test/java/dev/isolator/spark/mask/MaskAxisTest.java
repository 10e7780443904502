package dev.isolator.spark.mask;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.isolator.model.Grid;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskAxisTest {
  private static float[] noise(int count) {
    var random = new SplittableRandom(3);
    var values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextDouble();
    }
    return values;
  }

  @ParameterizedTest(name = "{0} Hz, FFT {1}: {2} rows")
  @CsvSource({"44100,4096,234", "44100,2048,164", "22050,1024,140"})
  void rowsOfWhatLiesOnBandsAreTheBands(int rate, int fft, int rows) {
    var axis = MaskAxis.ofBands(new Grid(rate, fft, fft / 4, "hann-periodic"));
    int frames = 3;
    float[] bands = noise(axis.rows() * frames);
    var bins = new float[(fft / 2 + 1) * frames];
    for (int i = 0; i < bins.length; i++) {
      bins[i] = axis.bin(i / frames, bands, frames, i % frames, 0);
    }

    float[] found = axis.toRows(bins, frames);

    assertEquals(rows, axis.rows());
    assertTrue(axis.isBanded());
    for (int i = 0; i < found.length; i++) {
      assertEquals(bands[i], found[i], 1e-5f, "row " + i / frames);
    }
  }

  @Test
  void binsAreTheirOwnRows() {
    var axis = MaskAxis.ofBins(new Grid(22_050, 1024, 256, "hann-periodic"));
    float[] bins = noise(513);

    float[] rows = axis.toRows(bins, 1);

    for (int bin = 0; bin < 513; bin++) {
      assertEquals(bins[bin], axis.bin(bin, rows, 1, 0, 0));
    }
  }

  @Test
  void aGridWithoutBinsAbove1500HzHasNoBands() {
    assertFalse(MaskAxis.ofBands(new Grid(44_100, 16, 4, "hann-periodic")).isBanded());
  }

  @Test
  void aShareComesBackWithinHalfAStep() {
    for (int i = 0; i <= 10_000; i++) {
      float share = i / 10_000f;
      float found = MaskQuantiser.share(MaskQuantiser.code(share));
      double half =
          Math.PI / 510 * Math.sqrt(share * (1 - share)) + Math.PI * Math.PI / 1020 / 1020;
      assertEquals(share, found, 1.01 * half + 1e-7, "share " + share);
    }
    assertEquals(0, MaskQuantiser.share(MaskQuantiser.code(Float.NaN)));
    assertEquals(1, MaskQuantiser.share(MaskQuantiser.code(1.5f)));
  }
}
