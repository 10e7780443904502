package dev.isolator.live.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.isolator.live.HopTimes;
import org.junit.jupiter.api.Test;

/// What is said of a machine's speed before the music begins.
class SpeedAdviceTest {
  @Test
  void aMachineThatIsTooSlowIsSaidWithAProposal() {
    assertEquals(
        "this machine is too slow: the network needs 9.0 ms for every 11.6 ms; the music will be heard untouched now and then. End other programs, or take songs apart from files: isolator separate",
        LiveRun.advice(new HopTimes(11.6, 9, 8, 12), 4));
  }

  @Test
  void aSlowHopNeedsMoreSlack() {
    var times = new HopTimes(11.6, 4, 3, 12);
    assertEquals(
        "the network's slowest hop takes 12.0 of 11.6 ms here; pass --slack 2 to be safe",
        LiveRun.advice(times, 1));
    assertEquals("", LiveRun.advice(times, 2));
  }

  @Test
  void ofAFastMachineNothingIsSaid() {
    assertEquals("", LiveRun.advice(new HopTimes(11.6, 1, 1, 2), 0));
  }
}
