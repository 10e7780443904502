package dev.isolator.train.family;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class StudioTest {
  private final Architecture larger =
      Studio.of(List.of("vocals", "music"), List.of(24, 48, 72, 96, 128), 0);

  /// The structure of the first default model, whose card states these figures.
  @Test
  void largerNetIsThatOfTheFirstDefaultModel() {
    assertEquals(1_553_234, larger.weights().parameterCount());
    assertEquals(123, larger.lookBack());
    assertEquals(16, larger.frameMultiple());
    assertEquals(234, larger.warp().bands());
    assertEquals(139, larger.warp().exact());
    assertEquals(240, larger.rows());
  }

  @Test
  void smallerNetHasThreeQuartersOfAMillionWeights() {
    var smaller = Studio.of(List.of("vocals", "music"), List.of(16, 32, 48, 64, 96), 0);
    assertEquals(740_000, (double) smaller.weights().parameterCount(), 10_000);
  }

  /// Maps along frequency hear all bands of a frame, and no frame more.
  @Test
  void mapsAlongFrequencyReachNoFurtherInTime() {
    var mapped = Studio.of(List.of("vocals", "music"), List.of(24, 48, 72, 96, 128), 8);
    assertEquals(larger.lookBack(), mapped.lookBack());
    assertEquals(larger.lookAhead(), mapped.lookAhead());
    // Two maps of 240 × 30 rows with a bias at the finest level, behind either pair; 1 : 4 down.
    long maps =
        2 * (2 * 240 * 30 + 240 + 2 * 120 * 15 + 120 + 2 * 60 * 7 + 60 + 2 * 30 * 3 + 30)
            + 2 * 15
            + 15;
    long norms = 2 * (2 * 24 + 2 * 48 + 2 * 72 + 2 * 96) + 2 * 128;
    assertEquals(
        larger.weights().parameterCount() + maps + norms, mapped.weights().parameterCount());
  }

  @Test
  void liveLooksAtThePastAlone() {
    var live = Live.of(List.of("vocals", "music"), List.of(16, 32, 48, 64, 96), 0);
    assertEquals(0, live.lookAhead());
    assertEquals(16, live.frameMultiple());
    assertEquals(164, live.warp().bands());
  }
}
