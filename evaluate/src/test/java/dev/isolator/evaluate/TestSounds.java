package dev.isolator.evaluate;

import dev.isolator.audio.ChannelLayout;
import dev.isolator.audio.Encoder;
import dev.isolator.audio.OutputFormat;
import dev.isolator.audio.SampleDepth;
import dev.isolator.audio.Tags;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/// Small songs on the disk.
public final class TestSounds {
  public static final int RATE = 8000;

  private TestSounds() {}

  /// Filtered noise, `[channels][frames]`, another one for each seed.
  public static float[][] noise(int channels, int frames, long seed) {
    var random = new Random(seed);
    var noise = new float[channels][frames];
    for (float[] channel : noise) {
      double last = 0;
      for (int i = 0; i < frames; i++) {
        last = 0.3 * (seed % 3) * last + 0.05 * random.nextGaussian();
        channel[i] = (float) last;
      }
    }
    return noise;
  }

  /// `a + gain · b`.
  public static float[][] sum(float[][] a, double gain, float[][] b) {
    var sum = new float[a.length][a[0].length];
    for (int channel = 0; channel < a.length; channel++) {
      for (int i = 0; i < sum[channel].length; i++) {
        sum[channel][i] = (float) (a[channel][i] + gain * b[channel][i]);
      }
    }
    return sum;
  }

  /// Writes 16-bit wav; folders are made.
  public static Path wav(Path file, float[][] samples, int rate) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      var format = new OutputFormat(OutputFormat.Container.WAV, SampleDepth.S16, 0);
      var layout = ChannelLayout.ofCount(samples.length);
      try (var encoder = Encoder.create(file, file.toString(), format, rate, layout, Tags.NONE)) {
        encoder.write(samples, samples[0].length);
        encoder.finish();
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static Path wav(Path file, float[][] samples) {
    return wav(file, samples, RATE);
  }
}
