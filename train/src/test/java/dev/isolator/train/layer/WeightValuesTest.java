package dev.isolator.train.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.isolator.train.family.Architecture;
import dev.isolator.train.family.Family;
import dev.isolator.train.family.UNetSettings;
import java.util.List;
import org.junit.jupiter.api.Test;

class WeightValuesTest {
  private final Family family = new Family.StudioMasks(new UNetSettings(List.of(4, 4, 4, 4, 4), 8));
  private final Architecture two = family.of(List.of("vocals", "music"));
  private final Architecture four = family.of(List.of("vocals", "drums", "bass", "other"));

  @Test
  void takesOverAllButTheLayersOfAnotherShape() {
    var old = WeightValues.fresh(two.weights(), 1);
    var fresh = WeightValues.fresh(four.weights(), 2);

    var start = fresh.taking(old);

    int taken = 0;
    int own = 0;
    for (var slot : four.weights().parameters()) {
      String name = slot.name();
      float[] was = old.get(name);
      boolean sameShape = was.length == slot.size();
      assertArrayEquals(sameShape ? was : fresh.get(name), start.get(name), name);
      taken += sameShape ? 1 : 0;
      own += sameShape ? 0 : 1;
    }
    assertEquals(2, own); // the last convolution and its bias
    assertTrue(taken > 50);
    for (var slot : four.weights().statistics()) {
      assertArrayEquals(old.get(slot.name()), start.get(slot.name()), slot.name());
    }
  }
}
