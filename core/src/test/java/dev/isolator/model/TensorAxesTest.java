package dev.isolator.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TensorAxesTest {
  @Test
  void lettersOfAnAxisMoveTheFirstSlowest() {
    var axes = TensorAxes.parse("1 cp f t");
    var sizes = Map.of('f', 5, 't', 7);

    assertArrayEquals(new long[] {1, 4, 5, 7}, axes.shape(sizes));
    assertEquals(1, axes.stride('t', sizes));
    assertEquals(7, axes.stride('f', sizes));
    assertEquals(35, axes.stride('p', sizes));
    assertEquals(70, axes.stride('c', sizes));
    assertEquals(0, axes.stride('s', sizes));
  }

  @Test
  void aShapeTellsTheLettersThatAreNotKnown() {
    var sizes = new TreeMap<Character, Integer>();

    assertTrue(TensorAxes.parse("scp f t").bind(new long[] {16, 2048, -1}, sizes));
    assertEquals(Map.of('s', 4, 'f', 2048), sizes);
    assertTrue(TensorAxes.parse("1 fc t p").bind(new long[] {-1, 4096, 9, 2}, sizes));
    assertEquals(Map.of('s', 4, 'f', 2048, 't', 9), sizes);
  }

  @Test
  void aShapeThatDoesNotFitTellsNothing() {
    var sizes = new TreeMap<Character, Integer>();

    assertFalse(TensorAxes.parse("1 c n").bind(new long[] {1, 3, 100}, sizes));
    assertFalse(TensorAxes.parse("1 c n").bind(new long[] {1, 2}, sizes));
    assertFalse(TensorAxes.parse("n t").bind(new long[] {10, 0}, sizes));
    assertFalse(TensorAxes.parse("s").bind(new long[] {0}, sizes));
    assertEquals(Map.of(), sizes);
  }

  @Test
  void unknownAndRepeatedLettersAreRefused() {
    for (String text : new String[] {"1 c x", "c c", "1c n", "nn"}) {
      var e = assertThrows(IllegalArgumentException.class, () -> TensorAxes.parse(text));
      assertEquals(
          "axes must be of the letters scpftn1, each once, was \"" + text + "\"", e.getMessage());
    }
  }
}
