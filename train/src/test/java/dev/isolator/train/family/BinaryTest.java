package dev.isolator.train.family;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.isolator.train.layer.Layer;
import dev.isolator.train.layer.WindowCost;
import java.util.List;
import org.junit.jupiter.api.Test;

class BinaryTest {
  private static final List<String> TWO = List.of("vocals", "music");
  private static final List<String> FOUR = List.of("vocals", "drums", "bass", "other");
  private static final double FRAMES_A_SECOND = 22_050 / 256.0;

  /// The article's own counts.
  @Test
  void weightsAreAsManyAsInTheArticle() {
    assertEquals(323_233, masks(TWO, Binary.Time.CENTRE).weights().parameterCount());
    assertEquals(257_185, Binary.voice(TWO, Binary.Time.CENTRE).weights().parameterCount());
  }

  @Test
  void fourStemsHaveThreeMoreLastLayers() {
    long more = 3 * 513 * (128 + 1);
    assertEquals(323_233 + more, masks(FOUR, Binary.Time.CENTRE).weights().parameterCount());
  }

  @Test
  void windowIsTwentyFiveFramesOfThreeTenthsOfASecond() {
    var centre = masks(TWO, Binary.Time.CENTRE);
    assertEquals(12, centre.lookBack());
    assertEquals(12, centre.lookAhead());
    var last = masks(TWO, Binary.Time.LAST);
    assertEquals(24, last.lookBack());
    assertEquals(0, last.lookAhead());
    assertTrue(last.causal());
    assertEquals(513, last.rows());
    assertEquals(1, last.frameMultiple());
  }

  /// 15.2 GFLOP per second of audio window by window; 2.7 shared.
  @Test
  void sharedWindowsCostLessThanAFifth() {
    var windows = (Layer.Windows) masks(TWO, Binary.Time.CENTRE).network();
    assertEquals(15.21, FRAMES_A_SECOND * WindowCost.patches(windows, 513) / 1e9, 0.01);
    assertEquals(2.74, FRAMES_A_SECOND * WindowCost.shared(windows, 513) / 1e9, 0.01);
  }

  private static Architecture masks(List<String> stems, Binary.Time time) {
    return Binary.masks(stems, Head.Target.BINARY, time);
  }
}
