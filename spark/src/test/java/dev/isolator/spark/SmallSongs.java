package dev.isolator.spark;

import dev.isolator.audio.ChannelLayout;
import dev.isolator.audio.Encoder;
import dev.isolator.audio.OutputFormat;
import dev.isolator.audio.OutputFormat.Container;
import dev.isolator.audio.SampleDepth;
import dev.isolator.audio.Tags;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/// Songs of a second or two: a gliding tone on one side, noise on the other, different by seed.
public final class SmallSongs {
  private static final int RATE = 22_050;

  private SmallSongs() {}

  /// Writes one, stereo at 22 050 Hz.
  ///
  /// @param file ends in `.wav` or `.flac`
  public static Path write(Path file, double seconds, long seed) {
    int frames = (int) (seconds * RATE);
    var samples = new float[2][frames];
    var random = new SplittableRandom(seed);
    double glide = 200 + random.nextInt(400);
    for (int i = 0; i < frames; i++) {
      double time = (double) i / RATE;
      double tone = 0.3 * Math.sin(2 * Math.PI * (glide + 40 * Math.sin(5 * time)) * time);
      double noise = 0.1 * random.nextGaussian();
      samples[0][i] = (float) (tone + 0.3 * noise);
      samples[1][i] = (float) Math.clamp(0.5 * tone + noise, -1, 1);
    }
    boolean flac = file.toString().endsWith(".flac");
    var format = new OutputFormat(flac ? Container.FLAC : Container.WAV, SampleDepth.S16, 0);
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      try (var encoder =
          Encoder.create(
              file, file.toString(), format, RATE, ChannelLayout.ofCount(2), Tags.NONE)) {
        encoder.write(samples, frames);
        encoder.finish();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }
}
