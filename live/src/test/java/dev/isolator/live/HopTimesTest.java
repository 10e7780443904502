package dev.isolator.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class HopTimesTest {
  private static final long MS = 1_000_000;

  @Test
  void theSlowestPhaseIsFoundWhateverStalledOnce() {
    var nanos = new long[12]; // 4 phases, 3 rounds: the last one is slow
    for (int i = 0; i < nanos.length; i++) {
      nanos[i] = i % 4 == 3 ? 9 * MS : MS;
    }
    nanos[4] = 300 * MS; // the machine stalled
    var times = HopTimes.of(nanos, 4, 10);
    assertEquals(9, times.worstMillis());
    assertEquals(1, times.medianMillis());
    assertEquals(2, times.neededSlackHops());
    assertEquals((8 + 27 + 300) / 120.0, times.load(), 1e-9);
    assertFalse(times.keepsUp());
  }

  @Test
  void aFastMachineNeedsOneHop() {
    var times = HopTimes.of(new long[] {MS, MS, 2 * MS, MS}, 2, 11.6);
    assertEquals(1, times.neededSlackHops());
    assertTrue(times.keepsUp());
  }
}
