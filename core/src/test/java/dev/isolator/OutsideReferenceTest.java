package dev.isolator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.isolator.Songs.Song;
import dev.isolator.audio.ChannelLayout;
import dev.isolator.model.ModelCatalogue;
import dev.isolator.model.OutsideOptions;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// RoFormer's and SCNet's contracts beside a plain reference in double precision: the definition of
/// the discrete Fourier transform, of the centred transform mirrored at a segment's ends, of its
/// inverse `Σ w y / Σ w²`, and of the weighted mean of segments.
class OutsideReferenceTest {
  private static final double TOLERANCE = 1e-5;

  @TempDir private Path folder;

  private float[] separate(NetworkFile network, String family, float[] samples) throws Exception {
    var file = Path.of(network.write(folder.resolve("net.onnx")));
    var options = OutsideOptions.defaults().withFamily(family).withStems(List.of("vocals"));
    var entry =
        ModelCatalogue.open(folder.resolve("user")).addOutside(List.of(file), options).entry();
    var song = new Song(new float[][] {samples, samples}, 44_100, ChannelLayout.STEREO);
    try (var separator = Separator.open(SeparatorOptions.defaults().withModel(entry.location()))) {
      return Songs.separate(separator, song, 5000)[0][1];
    }
  }

  /// Shapes of the published networks: segments of 8 s (Mel-Band RoFormer) and 11 s (SCNet).
  @ParameterizedTest
  @ValueSource(ints = {352_800, 485_100})
  void wavesAreJoinedByATriangleHalfASegmentApart(int segment) throws Exception {
    float[] x = Songs.noise(1, segment + segment / 3, 11)[0];
    var gains = new float[segment];
    for (int i = 0; i < segment; i++) {
      gains[i] = (float) (0.5 + 0.4 * Math.sin(i * 1e-3));
    }

    float[] stem = separate(OutsideNetworks.waves(gains), "waves", x);

    for (int p = 0; p < x.length; p++) {
      double sum = 0;
      double weights = 0;
      for (int start = 0; start <= p; start += segment / 2) {
        if (p < start + segment) {
          int i = p - start;
          double weight = 1 - Math.abs(2.0 * i + 1 - segment) / segment;
          sum += weight * gains[i] * x[p];
          weights += weight;
        }
      }
      assertEquals(sum / weights, stem[p], TOLERANCE, "at " + p);
    }
  }

  @Test
  void roformerSpectraAreThoseOfTheDefinition() throws Exception {
    var gains = new float[2050];
    for (int i = 0; i < gains.length; i++) {
      int bin = i / 2; // bin, then channel
      gains[i] = (float) (0.5 + 0.5 * Math.cos(0.05 * bin));
    }
    var perBin = new double[1025];
    for (int f = 0; f < 1025; f++) {
      perBin[f] = gains[2 * f + 1];
    }
    float[] x = Songs.noise(1, 12_000, 13)[0];

    float[] stem = separate(OutsideNetworks.roformerSpectra(gains), "roformer-spectra", x);

    assertLike(reference(x, perBin, 2048, 441), stem);
  }

  @Test
  void scnetSpectraAreThoseOfTheDefinition() throws Exception {
    var gains = new float[2049];
    var perBin = new double[2049];
    for (int f = 0; f < 2049; f++) {
      gains[f] = (float) (0.5 + 0.5 * Math.cos(0.03 * f));
      perBin[f] = gains[f];
    }
    float[] x = Songs.noise(1, 22_000, 17)[0];

    float[] stem = separate(OutsideNetworks.scnetSpectra(gains), "scnet-spectra", x);

    assertLike(reference(x, perBin, 4096, 1024), stem);
  }

  private static void assertLike(double[] expected, float[] stem) {
    for (int i = 0; i < stem.length; i++) {
      assertEquals(expected[i], stem[i], TOLERANCE, "at " + i);
    }
  }

  /// The song in segments of 20 hops, half a segment apart, each bin times a gain.
  private static double[] reference(float[] x, double[] gains, int window, int hop) {
    int segment = (OutsideNetworks.FRAMES - 1) * hop;
    var sum = new double[x.length + segment];
    var weights = new double[x.length + segment];
    for (int start = 0; start < x.length; start += segment / 2) {
      var part = new double[segment];
      for (int i = 0; i < segment; i++) {
        part[i] = start + i < x.length ? x[start + i] : 0;
      }
      double[] y = filtered(part, gains, window, hop);
      for (int i = 0; i < segment; i++) {
        double weight = 1 - Math.abs(2.0 * i + 1 - segment) / segment;
        sum[start + i] += weight * y[i];
        weights[start + i] += weight;
      }
    }
    for (int i = 0; i < sum.length; i++) {
      sum[i] /= Math.max(1e-9, weights[i]);
    }
    return sum;
  }

  private static double[] filtered(double[] x, double[] gains, int window, int hop) {
    // A zero-phase filter per frame is a circular convolution with the gains' inverse transform.
    var impulse = new double[window];
    for (int i = 0; i < window; i++) {
      for (int f = 0; f <= window / 2; f++) {
        double twice = f == 0 || f == window / 2 ? 1 : 2;
        impulse[i] += twice * gains[f] * Math.cos(2 * Math.PI * ((long) f * i % window) / window);
      }
      impulse[i] /= window;
    }
    var sum = new double[x.length];
    var squares = new double[x.length];
    for (int t = 0; t < OutsideNetworks.FRAMES; t++) {
      int first = t * hop - window / 2;
      var frame = new double[window];
      for (int i = 0; i < window; i++) {
        int place = Math.abs(first + i);
        place = place < x.length ? place : 2 * (x.length - 1) - place;
        frame[i] = hann(i, window) * x[place];
      }
      for (int i = Math.max(0, -first); i < window && first + i < x.length; i++) {
        double y = 0;
        for (int k = 0; k < window; k++) {
          y += frame[k] * impulse[(i - k + window) % window];
        }
        sum[first + i] += hann(i, window) * y;
        squares[first + i] += hann(i, window) * hann(i, window);
      }
    }
    for (int i = 0; i < sum.length; i++) {
      sum[i] /= squares[i];
    }
    return sum;
  }

  private static double hann(int i, int window) {
    return 0.5 - 0.5 * Math.cos(2 * Math.PI * i / window);
  }
}
