package dev.isolator.train.family;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class StudioTest {
  private final Architecture larger =
      Studio.of(List.of("vocals", "music"), List.of(24, 48, 72, 96, 128));

  /// The structure of the first default model, whose card states these figures.
  @Test
  void largerNetIsThatOfTheFirstDefaultModel() {
    assertEquals(1_553_234, larger.weights().trainedSize());
    assertEquals(123, larger.lookBack());
    assertEquals(16, larger.frameMultiple());
    assertEquals(234, larger.warp().bands());
    assertEquals(139, larger.warp().exact());
    assertEquals(240, larger.paddedBands());
  }

  @Test
  void smallerNetHasThreeQuartersOfAMillionWeights() {
    var smaller = Studio.of(List.of("vocals", "music"), List.of(16, 32, 48, 64, 96));
    assertEquals(740_000, (double) smaller.weights().trainedSize(), 10_000);
  }

  @Test
  void liveLooksAtThePastAlone() {
    var live = Live.of(List.of("vocals", "music"), List.of(16, 32, 48, 64, 96));
    assertEquals(0, live.lookAhead());
    assertEquals(16, live.frameMultiple());
    assertEquals(164, live.warp().bands());
  }
}
