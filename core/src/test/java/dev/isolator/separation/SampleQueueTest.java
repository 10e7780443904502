package dev.isolator.separation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SampleQueueTest {
  @Test
  void samplesComeOutInTheOrderInWhichTheyWentIn() {
    var random = new SplittableRandom(3);
    var queue = new SampleQueue(2);
    var block = new float[2][70_000];
    int in = 0;
    int out = 0;
    while (in < 1_000_000) {
      int frames = random.nextInt(50_000);
      for (int i = 0; i < frames; i++) {
        block[0][5 + i] = in + i;
        block[1][5 + i] = -in - i;
      }
      queue.add(block, 5, frames);
      in += frames;
      int taken = random.nextInt(Math.min(70_000, queue.frames() + 1));
      queue.take(block, taken);
      for (int i = 0; i < taken; i++) {
        assertArrayEquals(new float[] {out + i, -out - i}, new float[] {block[0][i], block[1][i]});
      }
      out += taken;
      assertEquals(in - out, queue.frames());
    }
  }

  @Test
  void itIsNoLargerThanTwiceWhatWaits() {
    var queue = new SampleQueue(1);
    var block = new float[1][10_000];
    queue.add(block, 0, 10_000);
    queue.add(block, 0, 10_000);
    for (int round = 0; round < 1000; round++) {
      queue.add(block, 0, 10_000);
      queue.take(block, 10_000);
    }

    assertTrue(queue.room(0)[0].length <= 2 * 30_000, "has " + queue.room(0)[0].length);
  }
}
