package dev.isolator.spectrum;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Random;
import org.jtransforms.fft.DoubleFFT_1D;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RealFftTest {

  @ParameterizedTest
  @ValueSource(ints = {4, 6, 8, 12, 20, 28, 60, 196, 744 / 31 * 30, 1024, 2240, 4096, 4480, 17920})
  void forwardAgreesWithJTransformsInDouble(int length) {
    double[] data = noise(length);
    var expected = new double[length];
    for (int i = 0; i < length; i++) {
      expected[i] = data[i];
    }
    new DoubleFFT_1D(length).realForward(expected);

    RealFft.of(length).forward(data);

    double tolerance = 1e-15 * length * Math.log(length); // double rounding grows no faster
    assertEquals(expected[0], data[0], tolerance, "first bin");
    assertEquals(expected[1], data[length], tolerance, "last bin");
    for (int i = 2; i < length; i++) {
      assertEquals(expected[i], data[i], tolerance, "value " + i);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 6, 8, 20, 28, 36, 210, 512, 1120, 4480, 8960})
  void inverseUndoesForward(int length) {
    double[] data = noise(length);
    double[] before = data.clone();
    var fft = RealFft.of(length);

    fft.forward(data);
    fft.inverse(data);

    for (int i = 0; i < length; i++) {
      assertEquals(before[i], data[i], 1e-14, "sample " + i);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {64, 4480})
  void mixedRadixAgreesWithPowersOfTwoAndItself(int length) {
    double[] a = noise(length);
    double[] b = a.clone();

    RealFft.of(length).forward(a);
    new MixedRadixFft(length).forward(b);

    assertArrayEquals(a, b, 1e-12);
  }

  @ParameterizedTest
  @ValueSource(ints = {4096, 16384, 4480, 17920})
  void transformsAllocateNothing(int length) {
    var fft = RealFft.of(length);
    double[] data = noise(length);
    var bean = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    for (int i = 0; i < 10; i++) {
      fft.forward(data);
      fft.inverse(data);
    }
    long before = bean.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 10; i++) {
      fft.forward(data);
      fft.inverse(data);
    }
    long bytes = bean.getCurrentThreadAllocatedBytes() - before;

    assertEquals(0, bytes / length, "bytes a sample"); // the bean's own answer may cost a few bytes
  }

  @Test
  void otherLengthsAreRefused() {
    var odd = assertThrows(IllegalArgumentException.class, () -> RealFft.of(441));
    assertEquals("length must be even and at least 4, was 441", odd.getMessage());
    var prime = assertThrows(IllegalArgumentException.class, () -> RealFft.of(22));
    assertEquals("length must have no prime factor above 7, was 22", prime.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "1, 4",
    "2, 4",
    "3, 4",
    "4, 4",
    "5, 6",
    "441, 448",
    "4097, 4116",
    "1048576, 1048576",
    "1048577, 1049760",
    "4194305, 4199040",
    "1073741824, 1073741824"
  })
  void fastLengthIsTheShortestThatFits(int least, int expected) {
    assertEquals(expected, RealFft.fastLength(least));
  }

  @Test
  void fastLengthsAreThoseThatThereAreTransformsOf() {
    for (int least = 1; least <= 2000; least++) {
      int length = RealFft.fastLength(least);
      assertEquals(length, RealFft.of(length).length());
      for (int shorter = Math.max(4, least); shorter < length; shorter++) {
        int refused = shorter;
        assertThrows(IllegalArgumentException.class, () -> RealFft.of(refused));
      }
    }
  }

  @Test
  void lengthsThatNoArrayHoldsAreRefused() {
    var none = assertThrows(IllegalArgumentException.class, () -> RealFft.fastLength(0));
    assertEquals("least must be from 1 to 1073741824, was 0", none.getMessage());
    var more =
        assertThrows(IllegalArgumentException.class, () -> RealFft.fastLength((1 << 30) + 1));
    assertEquals("least must be from 1 to 1073741824, was 1073741825", more.getMessage());
  }

  private static double[] noise(int length) {
    var random = new Random(length);
    var data = new double[length + 2];
    for (int i = 0; i < length; i++) {
      data[i] = random.nextDouble(-1, 1);
    }
    return data;
  }
}
