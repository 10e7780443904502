package dev.isolator.mask;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.isolator.spectrum.AnalysisGrid;
import dev.isolator.spectrum.Stft;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PhaseRefinementTest {
  private static final int RATE = 8000;

  /// A voice with vibrato, in phrases.
  private static float[] voice(int frames) {
    var samples = new float[frames];
    double phase = 0;
    for (int i = 0; i < frames; i++) {
      double seconds = (double) i / RATE;
      phase +=
          2
              * Math.PI
              * (220
                  + 40 * Math.sin(2 * Math.PI * 0.7 * seconds)
                  + 6 * Math.sin(2 * Math.PI * 5.5 * seconds))
              / RATE;
      double sung = Math.max(0, Math.sin(2 * Math.PI * 0.9 * seconds));
      for (int partial = 1; partial <= 12; partial++) {
        samples[i] += (float) (0.15 * sung / partial * Math.sin(partial * phase));
      }
    }
    return samples;
  }

  /// A chord, and a drum twice a second.
  private static float[] music(int frames) {
    var random = new Random(11);
    var samples = new float[frames];
    for (int i = 0; i < frames; i++) {
      double seconds = (double) i / RATE;
      for (double hertz : new double[] {131, 196, 262, 330, 494, 660, 988}) {
        samples[i] += (float) (0.04 * Math.sin(2 * Math.PI * hertz * seconds));
      }
      samples[i] += (float) (0.2 * Math.exp(-20 * (seconds * 2 % 1)) * random.nextGaussian());
    }
    return samples;
  }

  private static float[] sum(float[] a, float[] b) {
    var sum = new float[a.length];
    for (int i = 0; i < sum.length; i++) {
      sum[i] = a[i] + b[i];
    }
    return sum;
  }

  /// The magnitudes of each stem with the phases of the mix, `[stem][frame][2 * bins]`.
  private static float[][][] oracle(Stft stft, float[] mix, float[]... stems) {
    float[][] mixture = stft.forward(mix);
    var spectra = new float[stems.length][][];
    for (int stem = 0; stem < stems.length; stem++) {
      spectra[stem] = stft.forward(stems[stem]);
      for (int t = 0; t < mixture.length; t++) {
        for (int i = 0; i < mixture[t].length; i += 2) {
          double length = Math.hypot(mixture[t][i], mixture[t][i + 1]) + 1e-30;
          double mine = Math.hypot(spectra[stem][t][i], spectra[stem][t][i + 1]);
          spectra[stem][t][i] = (float) (mine * mixture[t][i] / length);
          spectra[stem][t][i + 1] = (float) (mine * mixture[t][i + 1] / length);
        }
      }
    }
    return spectra;
  }

  private static float[][] refined(
      int iterations, AnalysisGrid grid, float[] mix, float[][][] spectra) {
    var refinement =
        new PhaseRefinement(
            iterations,
            spectra.length,
            grid,
            frame -> frame >= 0 && frame < mix.length ? mix[(int) frame] : 0);
    var stems = new float[spectra.length][mix.length];
    var frame = new float[spectra.length][];
    int done = 0;
    for (int t = 0; t < spectra[0].length; t++) {
      for (int stem = 0; stem < spectra.length; stem++) {
        frame[stem] = spectra[stem][t];
      }
      refinement.add(frame);
      done += take(refinement, stems, done);
    }
    refinement.finish();
    done += take(refinement, stems, done);
    assertEquals(mix.length, done, "samples");
    return stems;
  }

  private static int take(PhaseRefinement refinement, float[][] stems, int done) {
    int count = Math.min(refinement.ready(), stems[0].length - done);
    for (int stem = 0; stem < stems.length; stem++) {
      refinement.take(stem, stems[stem], done, count);
    }
    refinement.forget(count);
    return count;
  }

  private static double sdr(float[] truth, float[] guess) {
    double signal = 0;
    double error = 0;
    for (int i = 0; i < truth.length; i++) {
      signal += (double) truth[i] * truth[i];
      error += Math.pow(truth[i] - guess[i], 2);
    }
    return 10 * Math.log10(signal / error);
  }

  @Test
  void fiveRoundsGainFiveDecibelsWithTrueMagnitudes() {
    float[] voice = voice(4 * RATE);
    float[] music = music(4 * RATE);
    float[] mix = sum(voice, music);
    var grid = AnalysisGrid.of(RATE, 1024, 256, RATE);
    var stft = new Stft(grid);
    float[][][] spectra = oracle(stft, mix, voice, music);

    double before = sdr(voice, stft.inverse(spectra[0], mix.length));
    double after = sdr(voice, refined(5, grid, mix, spectra)[0]);

    assertTrue(after - before >= 5, "from %.1f to %.1f dB".formatted(before, after));
  }

  @ParameterizedTest(name = "{0} rounds, {1} samples, hop {2}")
  @CsvSource({"1,1,64", "1,255,64", "2,256,64", "3,257,64", "5,4000,64", "2,3000,128", "4,3000,50"})
  void stemsSumToTheMixAtEveryLength(int iterations, int frames, int hop) {
    float[] voice = voice(frames);
    float[] music = music(frames);
    float[] mix = sum(voice, music);
    var grid = AnalysisGrid.of(RATE, 256, hop, RATE);

    float[][] stems = refined(iterations, grid, mix, oracle(new Stft(grid), mix, voice, music));

    assertArrayEquals(mix, sum(stems[0], stems[1]), 1e-6f);
  }

  @Test
  void stemsOfNoOverlapStayAsTheyAre() {
    float[] voice = voice(3000);
    var silence = new float[3000];
    var grid = AnalysisGrid.of(RATE, 256, 64, RATE);
    var stft = new Stft(grid);

    float[][] stems = refined(3, grid, voice, oracle(stft, voice, voice, silence));

    assertArrayEquals(voice, stems[0], 1e-5f);
    assertArrayEquals(silence, stems[1], 1e-5f);
  }

  /// The stream against the paper's own form, over the whole signal at once.
  @ParameterizedTest(name = "{0} rounds")
  @ValueSource(ints = {1, 2, 5})
  void theStreamIsThePaper(int iterations) {
    float[] voice = voice(2000);
    float[] music = music(2000);
    float[] mix = sum(voice, music);
    var grid = AnalysisGrid.of(RATE, 256, 64, RATE);
    var stft = new Stft(grid);
    float[][][] spectra = oracle(stft, mix, voice, music);

    float[][] stream = refined(iterations, grid, mix, spectra);

    float[][] plain = plainMisi(iterations, stft, mix, spectra);
    int clear = (3 * iterations + 3) * 64 + 256; // the last windows: the plain form cuts them off
    for (int stem = 0; stem < 2; stem++) {
      assertArrayEquals(
          java.util.Arrays.copyOf(plain[stem], mix.length - clear),
          java.util.Arrays.copyOf(stream[stem], mix.length - clear),
          1e-5f);
    }
  }

  private static float[][] plainMisi(
      int iterations, Stft stft, float[] mix, float[][][] magnitudes) {
    float[][][] spectra = magnitudes;
    var samples = new float[magnitudes.length][];
    for (int round = 0; round <= iterations; round++) {
      for (int stem = 0; stem < samples.length; stem++) {
        samples[stem] = stft.inverse(spectra[stem], mix.length);
      }
      for (int i = 0; i < mix.length; i++) {
        double lack = mix[i];
        for (float[] stem : samples) {
          lack -= stem[i];
        }
        for (float[] stem : samples) {
          stem[i] += (float) (lack / samples.length);
        }
      }
      spectra = new float[samples.length][][];
      for (int stem = 0; stem < samples.length; stem++) {
        spectra[stem] = stft.forward(samples[stem]);
        for (int t = 0; t < spectra[stem].length; t++) {
          float[] frame = spectra[stem][t];
          for (int i = 0; i < frame.length; i += 2) {
            double length = Math.hypot(frame[i], frame[i + 1]) + 1e-30;
            double mine = Math.hypot(magnitudes[stem][t][i], magnitudes[stem][t][i + 1]);
            frame[i] = (float) (frame[i] * mine / length);
            frame[i + 1] = (float) (frame[i + 1] * mine / length);
          }
        }
      }
    }
    return samples;
  }
}
