package dev.isolator.evaluate.candidate;

import dev.isolator.audio.AudioInfo;
import dev.isolator.audio.AudioSource;
import dev.isolator.audio.ChannelLayout;
import dev.isolator.audio.Gapless;
import dev.isolator.audio.SampleDepth;
import dev.isolator.audio.Tags;

/// Samples in memory as a source of blocks.
final class MemorySource implements AudioSource {
  private final AudioInfo info;
  private final float[][] samples;
  private int at;

  MemorySource(String name, float[][] samples, int sampleRate) {
    this.samples = samples;
    this.info =
        new AudioInfo(
            name,
            "memory",
            "pcm_f32le",
            sampleRate,
            ChannelLayout.ofCount(samples.length),
            SampleDepth.F32,
            false,
            samples[0].length,
            Gapless.EXACT);
  }

  @Override
  public AudioInfo info() {
    return info;
  }

  @Override
  public Tags tags() {
    return Tags.NONE;
  }

  @Override
  public int read(float[][] block, int frames) {
    int n = Math.min(frames, samples[0].length - at);
    if (n == 0) {
      return -1;
    }
    for (int channel = 0; channel < samples.length; channel++) {
      System.arraycopy(samples[channel], at, block[channel], 0, n);
    }
    at += n;
    return n;
  }

  @Override
  public long nonFiniteSamples() {
    return 0;
  }

  @Override
  public void close() {}
}
