package dev.isolator.spectrum;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WindowTest {
  private static final double ROUNDING = 1e-15;

  @Test
  void hannIsPeriodic() {
    assertArrayEquals(new double[] {0, 0.5, 1, 0.5}, Window.hann(4), ROUNDING);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 128, 441})
  void whatFadesInAndWhatFadesOutSumToOne(int size) {
    double[] gains = Window.fadeIn(size);
    for (int i = 0; i < size; i++) {
      assertEquals(1, gains[i] + gains[size - 1 - i], ROUNDING);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 128, 441})
  void fadeIsHalfAHannWindowBetweenItsPoints(int size) {
    double[] hann = Window.hann(4 * size);
    double[] gains = Window.fadeIn(size);
    for (int i = 0; i < size; i++) {
      assertEquals(hann[2 * i + 1], gains[i], ROUNDING);
    }
  }

  @Test
  void emptyWindowsAreRefused() {
    var hann = assertThrows(IllegalArgumentException.class, () -> Window.hann(0));
    assertEquals("size must be at least 1, was 0", hann.getMessage());
    var fade = assertThrows(IllegalArgumentException.class, () -> Window.fadeIn(0));
    assertEquals("size must be at least 1, was 0", fade.getMessage());
  }
}
