package dev.isolator.live.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class BlockRingTest {
  @Test
  void whatIsWrittenIsReadInOrderAndNoMoreThanThereIsRoomFor() {
    var ring = new BlockRing(1, 5);
    assertEquals(8, ring.capacity());
    var block = new float[1][10];
    for (int i = 0; i < 10; i++) {
      block[0][i] = i;
    }
    assertEquals(6, ring.write(block, 0, 6));
    var out = new float[1][10];
    assertEquals(4, ring.read(out, 0, 4));
    assertEquals(4, ring.write(block, 6, 4));
    assertEquals(6, ring.available());
    assertEquals(2, ring.write(block, 0, 9), "only so much room");
    assertEquals(0, ring.room());
    assertEquals(8, ring.read(out, 0, 10));
    assertEquals(4, out[0][0]);
    assertEquals(9, out[0][5]);
    assertEquals(0, out[0][6]);
    assertEquals(0, ring.read(out, 0, 10));
  }

  @Test
  @Timeout(30)
  void twoThreadsLoseAndChangeNothing() throws InterruptedException {
    int frames = 100_000;
    var ring = new BlockRing(2, 64);
    var wrong = new AtomicReference<>("");
    var reader =
        Thread.ofPlatform()
            .start(
                () -> {
                  var out = new float[2][17];
                  for (int at = 0; at < frames; ) {
                    int got = ring.read(out, 0, Math.min(17, frames - at));
                    for (int i = 0; i < got; i++) {
                      if (out[0][i] != at + i || out[1][i] != -(at + i)) {
                        wrong.compareAndSet("", "frame " + (at + i) + " is " + out[0][i]);
                      }
                    }
                    at += got;
                    if (got == 0) {
                      Thread.onSpinWait();
                    }
                  }
                });
    var in = new float[2][23];
    for (int at = 0; at < frames; ) {
      int count = Math.min(23, frames - at);
      for (int i = 0; i < count; i++) {
        in[0][i] = at + i;
        in[1][i] = -(at + i);
      }
      int done = 0;
      while (done < count) {
        done += ring.write(in, done, count - done);
      }
      at += count;
    }
    reader.join();
    assertEquals("", wrong.get());
  }

  @Test
  void aSizeOutOfRangeIsRefused() {
    var e = assertThrows(IllegalArgumentException.class, () -> new BlockRing(2, 0));
    assertEquals("frames must be from 1 to 16777216, was 0", e.getMessage());
  }
}
