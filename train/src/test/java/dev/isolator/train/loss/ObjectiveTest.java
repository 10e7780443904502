package dev.isolator.train.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.isolator.train.data.Mix;
import dev.isolator.train.family.Architecture;
import dev.isolator.train.family.Studio;
import dev.isolator.train.torch.BandMasks;
import dev.isolator.train.torch.Front;
import dev.isolator.train.torch.Libtorch;
import dev.isolator.train.torch.Tensors;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The fast pass of the training step against libtorch's operations and autograd.
class ObjectiveTest {
  private static final int FRAMES = 16;
  private static final int MARGIN = 2;

  private final Architecture architecture = Studio.of(List.of("vocals", "music"), List.of(4, 6, 8));

  @BeforeAll
  static void load() {
    Libtorch.load(1);
  }

  @Test
  void featuresAreThoseOfLibtorch() {
    try (var _ = new PointerScope()) {
      var batch = batch(5);
      var seen = new AtomicReference<float[]>(new float[0]);
      Objective.of(architecture, MARGIN)
          .of(
              batch,
              x -> {
                seen.set(Tensors.values(x));
                return answer(batch.length);
              });

      var spectra = Spectra.of(architecture, batch, torch.hann_window(architecture.fftLength()));
      float[] expected = Tensors.values(Front.of(architecture).features(spectra.mixture()));
      assertArrayEquals(expected, seen.get(), 2e-4f); // sums of up to 130 bins in another order
    }
  }

  @Test
  void lossAndGradientAreThoseOfAutograd() {
    try (var _ = new PointerScope()) {
      var batch = batch(6);
      Tensor fast = answer(batch.length);
      double loss = Objective.of(architecture, MARGIN).of(batch, _ -> fast);

      Tensor plain = answer(batch.length);
      var spectra = Spectra.of(architecture, batch, torch.hann_window(architecture.fftLength()));
      var masks = new BandMasks(architecture).onBins(plain);
      var expected = MaskLoss.of(masks, spectra, MARGIN);
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

  private Tensor answer(int batch) {
    var random = new SplittableRandom(9);
    var values = new float[batch * 2 * architecture.rows() * FRAMES];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    var answer = Tensors.of(values, batch, 2, architecture.rows(), FRAMES);
    answer.set_requires_grad(true);
    return answer;
  }

  /// Two mixes of noise, the second one silent at first, as before a song.
  private Mix[] batch(long seed) {
    var random = new SplittableRandom(seed);
    int n = Spectra.samples(architecture, FRAMES);
    var batch = new Mix[2];
    for (int b = 0; b < 2; b++) {
      var sound = new float[2][2][n];
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
