package dev.isolator.live;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/// The audio thread allocates nothing: separating, mixing, metering, on time and late.
class AudioThreadTest {
  private static final int BLOCKS = 1_000_000;
  private static final int BLOCK = 2;

  @Test
  void aMillionBlocksAllocateNothing() throws Exception {
    var settings = LiveSettings.defaults().withBlockFrames(BLOCK);
    try (var separator = LiveSeparator.prepare(new SlowNetwork(), settings)) {
      var mixer = new LiveMixer(separator.stems(), settings.sampleRate());
      var in = new float[2][BLOCK];
      var stems = new float[2][2][BLOCK];
      var mix = new float[2][BLOCK];
      var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
      run(separator, mixer, in, stems, mix, BLOCKS); // classes are loaded, code is compiled
      threads.getCurrentThreadAllocatedBytes();

      long before = threads.getCurrentThreadAllocatedBytes();
      run(separator, mixer, in, stems, mix, BLOCKS);
      long after = threads.getCurrentThreadAllocatedBytes();

      assertEquals(0, after - before, "bytes on the audio thread");
    }
  }

  private static void run(
      LiveSeparator separator,
      LiveMixer mixer,
      float[][] in,
      float[][][] stems,
      float[][] mix,
      int blocks) {
    for (int block = 0; block < blocks; block++) {
      in[0][0] = 0.001f * (block % 100);
      in[1][1] = block % 1000 == 0 ? Float.NaN : -in[0][0];
      separator.process(in, stems, mix, BLOCK);
      mixer.process(stems, mix, separator.dryShare(), mix, BLOCK);
    }
  }
}
