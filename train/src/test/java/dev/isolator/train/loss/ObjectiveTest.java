package dev.isolator.train.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.isolator.train.data.Mix;
import dev.isolator.train.family.Architecture;
import dev.isolator.train.family.Binary;
import dev.isolator.train.family.Studio;
import dev.isolator.train.family.UNetSettings;
import dev.isolator.train.layer.Layer;
import dev.isolator.train.layer.WeightValues;
import dev.isolator.train.torch.BandMasks;
import dev.isolator.train.torch.Front;
import dev.isolator.train.torch.Libtorch;
import dev.isolator.train.torch.Tensors;
import dev.isolator.train.torch.TorchNetwork;
import dev.isolator.train.voice.MicroSampleSplit;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The fast pass of the training step against libtorch's operations and autograd.
class ObjectiveTest {
  private static final int FRAMES = 16;
  private static final int MARGIN = 2;

  private final Architecture architecture =
      Studio.of(List.of("vocals", "music"), List.of(4, 6, 8), 0);
  private final Architecture levelled =
      Studio.of(List.of("vocals", "music"), new UNetSettings(List.of(4, 6, 8), 0, 0, true));
  private final Architecture four =
      Studio.of(List.of("vocals", "drums", "bass", "other"), List.of(4, 6, 8), 0);

  @BeforeAll
  static void load() {
    Libtorch.load(1);
  }

  @Test
  void featuresAreThoseOfLibtorch() {
    try (var _ = new PointerScope()) {
      requireFeatures(architecture, batch(5));
    }
  }

  /// One song as it is, then with its right channel silent, its left one, and inverted.
  @Test
  void levelledFeaturesAreThoseOfLibtorch() {
    try (var _ = new PointerScope()) {
      var batch = batch(5);
      var repaired = new Mix[4];
      for (int i = 0; i < repaired.length; i++) {
        var stems = new float[2][][];
        for (int s = 0; s < 2; s++) {
          float[] mono = batch[0].stems()[s][0];
          float[] right = mono.clone();
          for (int t = 0; t < right.length; t++) {
            right[t] *= i == 1 ? 0 : i == 3 ? -1 : 1;
          }
          stems[s] = new float[][] {i == 2 ? new float[mono.length] : mono.clone(), right};
        }
        repaired[i] = new Mix(stems, true);
      }
      float[] features = requireFeatures(levelled, repaired);

      int size = features.length / repaired.length;
      for (int i = 1; i < repaired.length; i++) {
        for (int k = 0; k < size; k++) {
          assertEquals(features[k], features[i * size + k], 1e-3, "mix " + i + " value " + k);
        }
      }
    }
  }

  /// What a network sees does not depend on how loud a song is.
  @ParameterizedTest
  @ValueSource(doubles = {-50, -18, 12, 20})
  void levelledFeaturesAreTheSameAtAnyLevel(double db) {
    float factor = (float) Math.pow(10, db / 20);
    try (var _ = new PointerScope()) {
      float[] expected = requireFeatures(levelled, batch(5));
      var scaled = batch(5);
      for (var mix : scaled) {
        for (float[][] stem : mix.stems()) {
          for (float[] channel : stem) {
            for (int t = 0; t < channel.length; t++) {
              channel[t] *= factor;
            }
          }
        }
      }
      assertArrayEquals(expected, requireFeatures(levelled, scaled), 2e-3f);
    }
  }

  /// Those that the fast pass makes, which must be those of libtorch.
  private static float[] requireFeatures(Architecture network, Mix[] batch) {
    var seen = new AtomicReference<float[]>(new float[0]);
    Objective.of(network, MARGIN)
        .of(
            batch,
            x -> {
              seen.set(Tensors.values(x));
              return answer(batch.length, network);
            });
    var spectra = Spectra.of(network, batch, torch.hann_window(network.fftLength()));
    float[] expected = Tensors.values(Front.of(network).features(spectra.mixture()));
    assertArrayEquals(expected, seen.get(), 2e-4f); // sums of up to 130 bins in another order
    return seen.get();
  }

  @ParameterizedTest
  @CsvSource({"2, 0, true", "2, 0.5, true", "4, 0, true", "4, 1, true", "4, 0.5, false"})
  void lossAndGradientAreThoseOfAutograd(int stems, double bandWeightExponent, boolean partsKnown) {
    var network = stems == 2 ? architecture : four;
    try (var _ = new PointerScope()) {
      var batch = batch(6, stems);
      if (!partsKnown) { // of the second mix
        for (int s = 2; s < stems; s++) {
          for (float[] channel : batch[1].stems()[s]) {
            Arrays.fill(channel, 0);
          }
        }
        batch[1] = new Mix(batch[1].stems(), false);
      }
      Tensor fast = answer(batch.length, network);
      double loss =
          Objective.of(
                  network, MARGIN, LossKind.DEFAULT, bandWeightExponent, 1, MicroSampleSplit.NONE)
              .of(batch, _ -> fast);

      Tensor plain = answer(batch.length, network);
      var spectra = Spectra.of(network, batch, torch.hann_window(network.fftLength()));
      var masks = new BandMasks(network).onBins(plain);
      float[] weights = BinWeights.of(network.warp(), bandWeightExponent);
      var expected = MaskLoss.of(masks, spectra, MARGIN, weights);
      expected.backward();

      assertEquals(expected.item_float(), loss, 1e-4 * loss);
      float[] gradient = Tensors.values(plain.grad());
      float largest = 0;
      for (float g : gradient) {
        largest = Math.max(largest, Math.abs(g));
      }
      assertArrayEquals(gradient, Tensors.values(fast.grad()), 1e-4f * largest);
    }
  }

  /// Where the accompaniment is known as a whole only, it does not matter which of its stems a
  /// network takes for it.
  @Test
  void partsThatAreNotKnownAreNotAskedFor() {
    try (var _ = new PointerScope()) {
      var mix = batch(6, 4)[0];
      for (int s = 0; s < 4; s++) {
        for (float[] channel : mix.stems()[s]) {
          Arrays.fill(channel, 0, s == 1 ? 0 : channel.length, 0);
        }
      }
      var objective = Objective.of(four, MARGIN);
      var whole = new Mix[] {new Mix(mix.stems(), false)};
      double drums = objective.of(whole, _ -> constant(1, four, 1, 8));
      double other = objective.of(whole, _ -> constant(1, four, 3, 8));
      double vocals = objective.of(whole, _ -> constant(1, four, 0, 8));
      assertEquals(drums, other, 1e-4 * drums);
      assertTrue(drums < 0.2 * vocals, drums + " " + vocals);
      double known = objective.of(new Mix[] {mix}, _ -> constant(1, four, 3, 8));
      assertTrue(drums < 0.2 * known, drums + " " + known);
    }
  }

  @Test
  void weightsOfBinsAreOneInTheMeanAndMakeBandsEqual() {
    var warp = architecture.warp();
    for (double bandWeightExponent : new double[] {0, 0.5, 1}) {
      double sum = 0;
      for (float weight : BinWeights.of(warp, bandWeightExponent)) {
        sum += weight;
        if (bandWeightExponent == 0) {
          assertEquals(1, weight);
        }
      }
      assertEquals(warp.bins(), sum, 1e-2);
    }
    float[] even = BinWeights.of(warp, 1);
    double bass = 0;
    for (int bin = 10; bin < 20; bin++) {
      bass += even[bin];
    }
    double top = 0; // ten bands, 10/24 of an octave below the top one
    int bins = warp.bins();
    for (int bin = (int) Math.round((bins - 1) * Math.pow(2, -12 / 24.0));
        bin < (int) Math.round((bins - 1) * Math.pow(2, -2 / 24.0));
        bin++) {
      top += even[bin];
    }
    assertEquals(1, top / bass, 0.1);
  }

  /// Every loss is smallest where the answer is right, as far as it can be there.
  @ParameterizedTest
  @EnumSource(
      value = LossKind.class,
      names = {"COMPRESSED", "COMPLEX", "SQUARE", "ENTROPY"})
  void everyLossIsSmallerForBetterMasks(LossKind kind) {
    for (var network : List.of(architecture, four)) {
      int stems = network.stems().size();
      try (var _ = new PointerScope()) {
        var batch = batch(6, stems);
        for (Mix mix : batch) { // the second stem alone is heard
          for (int s = 0; s < stems; s++) {
            for (float[] channel : mix.stems()[s]) {
              Arrays.fill(channel, 0, s == 1 ? 0 : channel.length, 0);
            }
          }
        }
        var objective = Objective.of(network, MARGIN, kind, 0, 1, MicroSampleSplit.NONE);
        double right = objective.of(batch, _ -> constant(batch.length, network, 1, 8));
        double unsure = objective.of(batch, _ -> constant(batch.length, network, 1, 0));
        double wrong = objective.of(batch, _ -> constant(batch.length, network, 0, 8));
        assertTrue(right < 0.6 * unsure, kind + " " + right + " " + unsure);
        assertTrue(unsure < wrong, kind + " " + unsure + " " + wrong);
      }
    }
  }

  /// Windows that lie apart are held to the labels of their own frames.
  @Test
  void fewWindowsOfAMixHaveTheirFramesLabels() {
    int hop = 5;
    var voice = Binary.voice(List.of("vocals", "music"), Binary.Time.CENTRE);
    try (var _ = new PointerScope()) {
      var batch = new Mix[] {pause(voice, 60), pause(voice, 60)};
      var windows = (Layer.Windows) voice.network();
      var weights = WeightValues.fresh(voice.weights(), 1);
      var network = TorchNetwork.of(windows, weights, TorchNetwork.Precision.FLOAT);
      var objective = Objective.of(voice, 0, LossKind.DEFAULT, 0, hop, MicroSampleSplit.NONE);
      int[] seen = {0};

      objective.of(
          batch,
          x -> {
            seen[0] = (int) x.size(3);
            return network
                .windows(windows, x, hop, TorchNetwork.Mode.INFERENCE)
                .set_requires_grad(true);
          });

      float[] labels = Tensors.values(VoiceObjective.labels(voice, batch, seen[0]));
      long voiced = 0;
      long count = 0;
      for (int i = 0; i < batch.length; i++) {
        for (int t = voice.lookBack(); t < seen[0] - voice.lookAhead(); t += hop) {
          voiced += labels[i * seen[0] + t] > 0.5f ? 1 : 0;
          count++;
        }
      }
      assertEquals(count, objective.classified().frames());
      assertEquals(voiced, objective.classified().voiced());
      assertTrue(voiced > 0 && voiced < count, voiced + " of " + count);
    }
  }

  /// What is held out is asked for by itself; what is learnt has neither its loss nor its labels.
  @Test
  void microSamplesThatAreHeldOutAreNotLearntFrom() {
    var voice = Binary.voice(List.of("vocals", "music"), Binary.Time.CENTRE);
    var split = new MicroSampleSplit(1_000, 0.3);
    int frames = 60;
    try (var _ = new PointerScope()) {
      var batch = new Mix[] {pause(voice, frames)};
      var objective = Objective.of(voice, 0, LossKind.DEFAULT, 0, 1, split);
      float[] labels = Tensors.values(VoiceObjective.labels(voice, batch, frames));
      int ofMix = Objective.microSamples(voice, frames, 0, 1);
      boolean[] held = split.heldOut(ofMix);
      var answer = new float[frames]; // right where it is held out, else wrong
      for (int t = 0; t < frames; t++) {
        int place = t - voice.lookBack();
        boolean isHeld = place >= 0 && place < ofMix && held[place];
        answer[t] = labels[t] > 0.5f == isHeld ? 3 : -3;
      }
      var network = Tensors.of(answer, 1, 1, 1, frames).set_requires_grad(true);

      var examined = objective.heldOut(batch, _ -> network);
      objective.of(batch, _ -> network);

      int count = 0;
      for (boolean one : held) {
        count += one ? 1 : 0;
      }
      assertTrue(count > 0 && count < ofMix, count + " of " + ofMix);
      assertEquals(count, examined.frames());
      assertEquals(1, examined.accuracy());
      assertEquals(ofMix - count, objective.classified().frames());
      assertEquals(0, objective.classified().accuracy());
      float[] gradient = Tensors.values(network.grad());
      for (int place = 0; place < ofMix; place++) {
        assertEquals(held[place], gradient[place + voice.lookBack()] == 0, "at " + place);
      }
    }
  }

  /// A voice in the second half only.
  private static Mix pause(Architecture architecture, int frames) {
    int n = Spectra.samples(architecture, frames);
    var random = new SplittableRandom(3);
    var stems = new float[2][2][n];
    for (int s = 0; s < 2; s++) {
      for (int c = 0; c < 2; c++) {
        for (int i = s == 0 ? n / 2 : 0; i < n; i++) {
          stems[s][c][i] = 0.2f * (float) random.nextGaussian();
        }
      }
    }
    return new Mix(stems);
  }

  /// An answer for one stem everywhere.
  private static Tensor constant(int batch, Architecture network, int stem, float value) {
    boolean two = network.stems().size() == 2;
    int plane = 2 * network.rows() * FRAMES;
    var values = new float[batch * network.outputs() * network.rows() * FRAMES];
    for (int i = 0; i < values.length; i++) {
      int of = two ? 0 : i / plane % network.stems().size();
      values[i] = two ? (stem == 0 ? value : -value) : of == stem ? value : 0;
    }
    var answer = Tensors.of(values, batch, network.outputs(), network.rows(), FRAMES);
    answer.set_requires_grad(true);
    return answer;
  }

  private static Tensor answer(int batch, Architecture architecture) {
    var random = new SplittableRandom(9);
    var values = new float[batch * architecture.outputs() * architecture.rows() * FRAMES];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    var answer = Tensors.of(values, batch, architecture.outputs(), architecture.rows(), FRAMES);
    answer.set_requires_grad(true);
    return answer;
  }

  /// Two mixes of noise, the second one silent at first, as before a song.
  private Mix[] batch(long seed) {
    return batch(seed, 2);
  }

  private Mix[] batch(long seed, int stems) {
    var random = new SplittableRandom(seed);
    int n = Spectra.samples(architecture, FRAMES);
    var batch = new Mix[2];
    for (int b = 0; b < 2; b++) {
      var sound = new float[stems][2][n];
      for (float[][] stem : sound) {
        for (float[] channel : stem) {
          for (int i = b * 8000; i < n; i++) {
            channel[i] = (float) (0.1 * random.nextGaussian());
          }
        }
      }
      batch[b] = new Mix(sound);
    }
    return batch;
  }
}
