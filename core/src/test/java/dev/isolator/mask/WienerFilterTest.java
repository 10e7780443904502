package dev.isolator.mask;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Compares with `golden/wiener`, which a script made from the papers' formulas.
class WienerFilterTest {
  private static final int FRAMES = 290;
  private static final int BINS = 3;

  /// Both sides compute in double. What is left is the rounding to float, here and in the golden
  /// files (together at most 2^-23 of a value and its cross-fade), and what the inverse of a
  /// covariance with a condition number of 10^8 makes of double rounding.
  private static final double TOLERANCE = 1e-6;

  @ParameterizedTest(name = "{0} channels, {1} stems, {2} iterations")
  @CsvSource({"1,2,1", "1,2,2", "1,4,1", "1,4,2", "2,2,1", "2,2,2", "2,4,1", "2,4,2"})
  void agreesWithThePapersFormulasInDouble(int channels, int stems, int iterations)
      throws IOException {
    float[][][] mix = mix(channels);
    float[][][][] masked = masked(channels, stems);
    float[][][][] expected =
        frames(
            "%d-channels-%d-stems-%d-iterations.f32".formatted(channels, stems, iterations),
            stems - 1,
            channels);

    var filtered = filter(new WienerFilter(channels, BINS, stems, iterations), mix, masked);

    assertEquals(FRAMES, filtered.size());
    for (int t = 0; t < FRAMES; t++) {
      for (int bin = 0; bin < BINS; bin++) {
        double tolerance = TOLERANCE * amplitude(mix[t], bin);
        for (int stem = 0; stem < stems - 1; stem++) {
          for (int channel = 0; channel < channels; channel++) {
            for (int i = 2 * bin; i < 2 * bin + 2; i++) {
              assertEquals(
                  expected[stem][t][channel][i],
                  filtered.get(t)[stem][channel][i],
                  tolerance,
                  "frame %d, bin %d, stem %d, channel %d".formatted(t, bin, stem, channel));
            }
          }
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 127, 128, 129, 255, 256, 257, 290})
  void asManyFramesComeOutAsWentIn(int count) throws IOException {
    var mix = java.util.Arrays.copyOf(mix(2), count);

    var filtered = filter(new WienerFilter(2, BINS, 4, 1), mix, masked(2, 4));

    assertEquals(count, filtered.size());
  }

  @Test
  void binsMayBeRefinedInAnyParts() throws IOException {
    var whole = filter(new WienerFilter(2, BINS, 2, 2), mix(2), masked(2, 2));
    var parts = new ArrayList<float[][][]>();
    var filter = new WienerFilter(2, BINS, 2, 2);
    feed(
        filter,
        mix(2),
        masked(2, 2),
        parts,
        () -> {
          filter.refine(2, 3);
          filter.refine(0, 2);
        });

    for (int t = 0; t < FRAMES; t++) {
      assertArrayEquals(whole.get(t)[0][0], parts.get(t)[0][0], 0);
      assertArrayEquals(whole.get(t)[0][1], parts.get(t)[0][1], 0);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void allStemsSumToTheMix(int channels) throws IOException {
    float[][][] mix = mix(channels);
    float[][][][] masked = masked(channels, 4);
    var refinement = new LocalGaussianModel(channels, 4, FRAMES);
    for (int t = 0; t < FRAMES; t++) {
      for (int channel = 0; channel < channels; channel++) {
        refinement.setMix(t, channel, mix[t][channel][0], mix[t][channel][1]);
        for (int stem = 0; stem < 3; stem++) {
          refinement.setEstimate(
              stem, t, channel, masked[stem][t][channel][0], masked[stem][t][channel][1]);
        }
      }
    }

    refinement.run(2);

    for (int t = 0; t < FRAMES; t++) {
      for (int channel = 0; channel < channels; channel++) {
        for (int part = 0; part < 2; part++) {
          double sum = 0;
          for (int stem = 0; stem < 4; stem++) {
            sum += refinement.estimate(stem, t, channel, part);
          }
          // the assumed noise takes 10^-8 of a frame of mean power, and more of quieter ones
          assertEquals(mix[t][channel][part], sum, 1e-4, "frame " + t);
        }
      }
    }
  }

  @Test
  void moreThanAPairOfChannelsIsRefused() {
    var e = assertThrows(IllegalArgumentException.class, () -> new WienerFilter(3, BINS, 2, 1));
    assertEquals("channels must be 1 or 2, were 3", e.getMessage());
  }

  /// All frames as the engine takes them, `[frame][stem][channel][2 * bins]`.
  private static List<float[][][]> filter(
      WienerFilter filter, float[][][] mix, float[][][][] masked) {
    var filtered = new ArrayList<float[][][]>();
    feed(filter, mix, masked, filtered, () -> filter.refine(0, BINS));
    return filtered;
  }

  private static void feed(
      WienerFilter filter,
      float[][][] mix,
      float[][][][] masked,
      List<float[][][]> to,
      Runnable refine) {
    for (int t = 0; t < mix.length; t++) {
      var estimates = new float[masked.length][][];
      for (int stem = 0; stem < masked.length; stem++) {
        estimates[stem] = masked[stem][t];
      }
      filter.add(mix[t], estimates);
      if (filter.isFull()) {
        refine.run();
        take(filter, masked.length, to);
      }
    }
    while (filter.finish()) {
      refine.run();
      take(filter, masked.length, to);
    }
  }

  private static void take(WienerFilter filter, int stems, List<float[][][]> to) {
    for (int t = 0; t < filter.readyFrames(); t++) {
      var frame = new float[stems][][];
      for (int stem = 0; stem < stems; stem++) {
        float[][] ready = filter.ready(stem, t);
        frame[stem] = new float[ready.length][];
        for (int channel = 0; channel < ready.length; channel++) {
          frame[stem][channel] = ready[channel].clone();
        }
      }
      to.add(frame);
    }
    filter.advance();
  }

  /// The level of a bin of the mix, over all channels.
  private static double amplitude(float[][] frame, int bin) {
    double power = 0;
    for (float[] channel : frame) {
      power += Math.pow(channel[2 * bin], 2) + Math.pow(channel[2 * bin + 1], 2);
    }
    return Math.sqrt(power);
  }

  /// `[frame][channel][2 * bins]`; the left channel alone where one is wanted.
  private static float[][][] mix(int channels) throws IOException {
    return firstChannels(frames("mix.f32", 1, 2)[0], channels);
  }

  /// `[stem without the last][frame][channel][2 * bins]`
  private static float[][][][] masked(int channels, int stems) throws IOException {
    float[][][][] all = frames("masked.f32", 3, 2);
    var some = new float[stems - 1][][][];
    for (int stem = 0; stem < some.length; stem++) {
      some[stem] = firstChannels(all[stem], channels);
    }
    return some;
  }

  private static float[][][] firstChannels(float[][][] frames, int channels) {
    var some = new float[frames.length][][];
    for (int t = 0; t < frames.length; t++) {
      some[t] = java.util.Arrays.copyOf(frames[t], channels);
    }
    return some;
  }

  /// Reads `[stem][frame][channel][2 * bins]`, float32, little-endian.
  private static float[][][][] frames(String file, int stems, int channels) throws IOException {
    FloatBuffer values;
    try (var in =
        Objects.requireNonNull(
            WienerFilterTest.class.getResourceAsStream("/golden/wiener/" + file))) {
      values = ByteBuffer.wrap(in.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    }
    assertEquals(stems * FRAMES * channels * 2 * BINS, values.limit(), file);
    var all = new float[stems][FRAMES][channels][2 * BINS];
    for (float[][][] stem : all) {
      for (float[][] frame : stem) {
        for (float[] channel : frame) {
          values.get(channel);
        }
      }
    }
    return all;
  }
}
