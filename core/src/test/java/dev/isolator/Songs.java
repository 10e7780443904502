package dev.isolator;

import dev.isolator.audio.AudioException;
import dev.isolator.audio.ChannelLayout;
import dev.isolator.audio.Decoder;
import dev.isolator.model.ModelException;
import dev.isolator.separation.BlockSeparation;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;

/// Songs for tests, whole in memory.
final class Songs {
  private Songs() {}

  /// A song and what it was.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Song(float[][] samples, int sampleRate, ChannelLayout layout) {}

  static Song golden(String name) throws AudioException {
    return decode(resource("/golden/separate/" + name));
  }

  static Path resource(String name) {
    try {
      return Path.of(Objects.requireNonNull(Songs.class.getResource(name), name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(name, e);
    }
  }

  static Song decode(Path file) throws AudioException {
    try (var decoder = Decoder.open(file)) {
      int channels = decoder.info().layout().count();
      var samples = new float[channels][0];
      var block = new float[channels][8192];
      for (int n = decoder.read(block, 8192); n > 0; n = decoder.read(block, 8192)) {
        append(samples, block, n);
      }
      return new Song(samples, decoder.info().sampleRate(), decoder.info().layout());
    }
  }

  /// Noise that swells and fades, different in each channel.
  static float[][] noise(int channels, int frames, long seed) {
    var random = new Random(seed);
    var samples = new float[channels][frames];
    for (float[] channel : samples) {
      for (int i = 0; i < frames; i++) {
        channel[i] = (float) (random.nextGaussian() * 0.1 * (1 + Math.sin(i * 1e-4)));
      }
    }
    return samples;
  }

  /// Separates in memory, in blocks of so many frames.
  static float[][][] separate(Separator separator, Song song, int blockFrames)
      throws AudioException, ModelException {
    int channels = song.layout().count();
    var stems = new float[separator.card().stems().size()][channels][0];
    BlockSeparation separation =
        separator.blocks(
            song.sampleRate(),
            song.layout(),
            (part, mix, frames) -> {
              for (int stem = 0; stem < stems.length; stem++) {
                append(stems[stem], part[stem], frames);
              }
            });
    int total = song.samples()[0].length;
    for (int from = 0; from < total; from += blockFrames) {
      int frames = Math.min(blockFrames, total - from);
      var block = new float[channels][];
      for (int channel = 0; channel < channels; channel++) {
        block[channel] = Arrays.copyOfRange(song.samples()[channel], from, from + frames);
      }
      separation.write(block, frames);
    }
    separation.finish();
    return stems;
  }

  private static void append(float[][] whole, float[][] part, int frames) {
    for (int channel = 0; channel < whole.length; channel++) {
      int before = whole[channel].length;
      whole[channel] = Arrays.copyOf(whole[channel], before + frames);
      System.arraycopy(part[channel], 0, whole[channel], before, frames);
    }
  }

  /// The largest difference between two songs, in full scale.
  static double difference(float[][] a, float[][] b) {
    double most = 0;
    for (int channel = 0; channel < a.length; channel++) {
      if (a[channel].length != b[channel].length) {
        return Double.POSITIVE_INFINITY;
      }
      for (int i = 0; i < a[channel].length; i++) {
        most = Math.max(most, Math.abs((double) a[channel][i] - b[channel][i]));
      }
    }
    return most;
  }
}
