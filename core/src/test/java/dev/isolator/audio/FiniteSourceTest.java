package dev.isolator.audio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class FiniteSourceTest {
  /// A song of one block.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Block(float... samples) implements AudioSource {
    @Override
    public AudioInfo info() {
      return new AudioInfo(
          "song",
          "wav",
          "pcm_f32le",
          44_100,
          ChannelLayout.MONO,
          SampleDepth.F32,
          false,
          samples.length,
          Gapless.EXACT);
    }

    @Override
    public Tags tags() {
      return Tags.NONE;
    }

    @Override
    public int read(float[][] block, int frames) {
      System.arraycopy(samples, 0, block[0], 0, samples.length);
      return samples.length;
    }

    @Override
    public long nonFiniteSamples() {
      return 0;
    }

    @Override
    public void close() {}
  }

  private static FiniteSource read(float[] into, float... samples) throws AudioException {
    var source = new FiniteSource(new Block(samples));
    source.read(new float[][] {into}, into.length);
    return source;
  }

  @Test
  void soundPassesHoweverLoud() throws Exception {
    var block = new float[4];

    var source = read(block, 0.5f, -0x1p31f, FiniteSource.LOUDEST, -FiniteSource.LOUDEST);

    assertArrayEquals(
        new float[] {0.5f, -0x1p31f, FiniteSource.LOUDEST, -FiniteSource.LOUDEST}, block);
    assertEquals(List.of(), source.notes());
  }

  @Test
  void whatIsNoSoundIsSilenceAndNoted() throws Exception {
    var block = new float[3];

    assertEquals(
        List.of(
            "3 samples were more than 240 dB over full scale, which is no sound, and were taken as"
                + " silence"),
        read(block, 1e38f, -1.2e12f, Float.NaN).notes());
    assertArrayEquals(new float[3], block);
    assertEquals(
        List.of(
            "1 sample was more than 240 dB over full scale, which is no sound, and was taken as"
                + " silence"),
        read(block, 0, 1e38f, 0).notes());
  }
}
