package dev.isolator.evaluate.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.isolator.spectrum.Stft;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ArtefactMeasuresTest {
  private static final int RATE = 44_100;

  /// A voice of 0.4 s in each second, with edges of 60 ms; or, cut, from one sample to the next.
  private static Pcm16 voice(double fadeSeconds, double gain) {
    var samples = new float[1][4 * RATE];
    for (int i = 0; i < samples[0].length; i++) {
      double second = (double) i / RATE % 1;
      double edge = Math.min(second - 0.3, 0.7 - second) / fadeSeconds + 0.5;
      double envelope = Math.clamp(edge, 0, 1);
      samples[0][i] = (float) (gain * envelope * Math.sin(2 * Math.PI * 440 * i / RATE));
    }
    return Pcm16.quantise(samples, RATE);
  }

  @Test
  void aVoiceThatIsCutIsRawerThanOneThatFades() {
    var truth = voice(0.12, 0.5);

    double cut = EdgeRawness.of(truth, voice(0.001, 0.5));
    double softened = EdgeRawness.of(truth, voice(0.06, 0.5));
    double same = EdgeRawness.of(truth, truth);

    assertTrue(cut > -12, "cut " + cut);
    assertTrue(softened < cut - 8, "softened " + softened + ", cut " + cut);
    assertEquals(-80, same);
  }

  @Test
  void aSofterEstimateIsNotRaw() {
    assertEquals(-80, EdgeRawness.of(voice(0.12, 0.5), voice(0.12, 0.2)));
  }

  @Test
  void withoutAVoiceThereIsNoRawness() {
    var silence = new Pcm16(new short[2][RATE], RATE);
    assertEquals(Double.NaN, EdgeRawness.of(silence, silence));
  }

  /// Noise whose spectrogram is multiplied by a mask.
  private static Pcm16 masked(boolean islands) {
    var random = new Random(1);
    var samples = new float[2 * RATE];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (float) (0.1 * random.nextGaussian());
    }
    var stft = new Stft(2048, 512);
    float[][] spectra = stft.forward(samples);
    for (float[] frame : spectra) {
      for (int bin = 0; bin < stft.bins(); bin++) {
        boolean kept = !islands || random.nextInt(40) == 0;
        frame[2 * bin] *= kept ? 1 : 0.05f;
        frame[2 * bin + 1] *= kept ? 1 : 0.05f;
      }
    }
    return Pcm16.quantise(new float[][] {stft.inverse(spectra, samples.length)}, RATE);
  }

  @Test
  void islandsAreMusicalNoise() {
    var truth = masked(false);

    var same = MusicalNoise.of(truth, truth);
    var noisy = MusicalNoise.of(truth, masked(true));

    assertEquals(new MusicalNoise(0, 0), same);
    assertTrue(noisy.kurtosisDb() > 6, "kurtosis " + noisy.kurtosisDb());
    assertTrue(noisy.islandsDb() > 0.3, "islands " + noisy.islandsDb());
  }

  @Test
  void whatIsSofterIsNotNoisier() {
    var truth = masked(false);
    var softer = truth.toFloat();
    for (int i = 0; i < softer[0].length; i++) {
      softer[0][i] *= 0.5f;
    }

    var noise = MusicalNoise.of(truth, Pcm16.quantise(softer, RATE));

    assertEquals(0, noise.islandsDb(), 0.01);
    assertEquals(0, noise.kurtosisDb(), 0.01);
  }
}
