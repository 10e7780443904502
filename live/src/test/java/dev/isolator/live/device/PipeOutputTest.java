package dev.isolator.live.device;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.isolator.audio.AudioException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PipeOutputTest {
  /// What is written to a pipe is read from one: our own decoder takes the endless header.
  @Test
  void whatGoesIntoAPipeComesOutOfOne() throws Exception {
    var bytes = new ByteArrayOutputStream();
    var block = new float[][] {{0.5f, -1.5f, 1e-6f}, {0, 0.25f, 1}};
    try (var output = new PipeOutput(bytes, "-", 48_000, 2)) {
      output.write(block, 3);
      output.finish();
    }
    try (var input = SoundFileInput.open(new ByteArrayInputStream(bytes.toByteArray()), "-")) {
      assertEquals(48_000, input.sampleRate());
      assertEquals(2, input.channels());
      var read = new float[2][10];
      assertEquals(3, input.read(read, 10));
      for (int channel = 0; channel < 2; channel++) {
        assertArrayEquals(block[channel], Arrays.copyOf(read[channel], 3));
      }
      assertEquals(-1, input.read(read, 10));
    }
  }

  @Test
  void aClosedPipeIsSaid() {
    var closed =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
          }
        };
    var e = assertThrows(AudioException.class, () -> new PipeOutput(closed, "-", 48_000, 2));
    assertEquals(AudioException.Kind.UNWRITABLE, e.kind());
  }

  @Test
  void integersOfSoundCardsAreFloatsAndBack() {
    var block = new float[][] {{0, 0.5f, -1, 0.999f}};
    for (int bits : new int[] {16, 24}) {
      var bytes = ByteBuffer.allocate(4 * bits / 8).order(ByteOrder.LITTLE_ENDIAN);
      JavaSoundSamples.fromFloat(block, 4, bits, bytes);
      bytes.flip();
      var back = new float[1][4];
      JavaSoundSamples.toFloat(bytes, bits, back, 4);
      assertArrayEquals(block[0], back[0], 1f / (1 << (bits - 1)));
    }
    var over = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
    JavaSoundSamples.fromFloat(new float[][] {{3, -3}}, 2, 16, over);
    assertEquals(Short.MAX_VALUE, over.getShort(0));
    assertEquals(Short.MIN_VALUE, over.getShort(2));
  }
}
