package dev.isolator.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/// What is heard while the network is late, has failed, or answers nonsense: never a gap, never
/// more or less than the mix. A look-ahead makes it later, and changes nothing else.
@ParameterizedClass(name = "look-ahead {0}")
@ValueSource(ints = {0, 3})
@Timeout(60)
class LateNetworkTest {
  private static final int HOP = SlowNetwork.HOP;

  private final int lookAhead;
  private final SlowNetwork network;
  private final LiveSeparator separator;
  private final float[][] in = new float[1][HOP];
  private final float[][][] stems = new float[2][1][HOP];
  private final float[][] mix = new float[1][HOP];

  LateNetworkTest(int lookAhead) throws Exception {
    this.lookAhead = lookAhead;
    this.network = new SlowNetwork(lookAhead);
    var settings =
        LiveSettings.defaults().withChannels(1).withLatency(LiveLatency.FULL).withBlockFrames(HOP);
    this.separator = LiveSeparator.prepare(network, settings);
  }

  @BeforeEach
  void aSteadySoundRuns() {
    Arrays.fill(in[0], 0.5f);
    separator.setRealTime(false);
    for (int hop = 0; hop < 12 + lookAhead; hop++) {
      process();
    }
    assertEquals(0.25f, stems[0][0][HOP - 1], 1e-6f, "half of it");
    separator.setRealTime(true);
  }

  @AfterEach
  void close() {
    network.free();
    separator.close();
  }

  private void process() {
    separator.process(in, stems, mix, HOP);
    for (int i = 0; i < HOP; i++) {
      assertEquals(mix[0][i], stems[0][0][i] + stems[1][0][i], 1e-6f, "the sum holds");
    }
  }

  /// Until the network has answered everything that it was let.
  private void untilItRan(int runs) {
    while (network.runs() < runs) {
      Thread.onSpinWait();
    }
  }

  @Test
  void aLateAnswerIsReplacedByTheLastMaskThenTheLastStemTakesOver() {
    network.hold();
    for (int hop = 0; hop < LiveSeparator.HELD_HOPS; hop++) {
      process();
    }
    // With a slack of one hop, the first of them still had its answer.
    assertTrue(separator.statistics().heldHops() >= LiveSeparator.HELD_HOPS - 1);
    assertEquals(0, separator.statistics().dryHops());
    assertEquals(0.25f, stems[0][0][HOP - 1], 1e-6f, "the held mask");
    assertEquals(0, separator.dryShare());

    process();
    process();
    float first = stems[0][0][0];
    float last = stems[0][0][HOP - 1];
    assertTrue(last < first && first <= 0.25f, "it fades: " + first + " to " + last);
    for (int hop = 0; hop < 6; hop++) { // 5 ms are 220 frames, less than four hops
      process();
    }
    assertEquals(0, stems[0][0][HOP - 1], "the last stem has it all");
    assertEquals(1, separator.dryShare());
    assertTrue(separator.statistics().dryHops() > 0);

    network.free();
    separator.setRealTime(false); // until it has caught up
    for (int hop = 0; hop < 12; hop++) {
      process();
    }
    assertEquals(0.25f, stems[0][0][HOP - 1], 1e-6f, "and back");
    assertEquals(0, separator.dryShare());
    assertNull(separator.statistics().failure());
  }

  @Test
  void whatTheNetworkMissesIsCountedWhenTooMuchWaits() {
    network.hold();
    for (int hop = 0; hop < 40; hop++) {
      process();
    }
    long skipped = separator.statistics().skippedHops();
    assertTrue(skipped > 0 && skipped < 40, "skipped " + skipped);

    network.free();
    separator.setRealTime(false);
    for (int hop = 0; hop < 12; hop++) {
      process();
    }
    assertEquals(0.25f, stems[0][0][HOP - 1], 1e-6f);
    assertEquals(skipped, separator.statistics().skippedHops());
  }

  @Test
  void aNetworkThatFailsLeavesTheMixAndSaysWhy() {
    network.breakDown();
    separator.setRealTime(false);
    for (int hop = 0; hop < 16; hop++) {
      process();
    }
    assertEquals(0, stems[0][0][HOP - 1]);
    assertEquals(0.5f, stems[1][0][HOP - 1], 1e-6f);
    assertEquals("slow: broke down; get another one", separator.statistics().failure());
  }

  @Test
  void anAnswerThatIsNoMaskIsReplacedAndTheMemoryBeginsAnew() {
    int before = network.runs();
    network.answerNotANumber();
    separator.setRealTime(false);
    for (int hop = 0; hop < 8; hop++) {
      process();
      assertEquals(0.25f, stems[0][0][HOP - 1], 1e-6f);
    }
    untilItRan(before + 8);
    assertEquals(1, separator.statistics().restarts());
  }

  /// A block of several hops asks for all their masks in one call: the network has until the next
  /// call for them, and is not late.
  @Test
  void betweenBlocksThatAreLongerThanAHopTheNetworkHasTime() throws Exception {
    int block = 4 * HOP;
    var prompt = new SlowNetwork(lookAhead);
    var settings =
        LiveSettings.defaults()
            .withChannels(1)
            .withLatency(LiveLatency.FULL)
            .withBlockFrames(block);
    try (var large = LiveSeparator.prepare(prompt, settings)) {
      assertEquals(4, large.slackHops());
      int before = prompt.runs();
      var sound = new float[1][block];
      var apart = new float[2][1][block];
      var whole = new float[1][block];
      Arrays.fill(sound[0], 0.5f);
      for (int call = 0; call < 20; call++) {
        large.process(sound, apart, whole, block);
        while (prompt.runs() < before + large.statistics().hops() || !isResting()) {
          Thread.onSpinWait();
        }
      }
      assertEquals(0, large.statistics().lateHops());
      assertEquals(0.25f, apart[0][0][block - 1], 1e-6f);
    }
  }

  /// Whether the networks' threads have answered all that they ran for, and wait for more.
  private static boolean isResting() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("isolator-live-network"))
        .allMatch(thread -> thread.getState() == Thread.State.TIMED_WAITING);
  }

  /// The same without a thread: the network runs inside the call.
  @Test
  void insideTheCallAnAnswerThatIsNoMaskIsReplacedToo() throws Exception {
    var inside = new SlowNetwork(lookAhead);
    var settings =
        LiveSettings.defaults()
            .withChannels(1)
            .withLatency(LiveLatency.FULL)
            .withBlockFrames(HOP)
            .withSlackHops(0);
    try (var direct = LiveSeparator.prepare(inside, settings)) {
      for (int hop = 0; hop < 30; hop++) {
        if (hop == 20) {
          inside.answerNotANumber();
        }
        direct.process(in, stems, mix, HOP);
        if (hop >= 12 + lookAhead) {
          assertEquals(0.25f, stems[0][0][HOP - 1], 1e-6f, "hop " + hop);
        }
      }
      assertEquals(1, direct.statistics().restarts());
    }
  }
}
