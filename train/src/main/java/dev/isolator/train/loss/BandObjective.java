package dev.isolator.train.loss;

import dev.isolator.train.data.Mix;
import dev.isolator.train.family.Architecture;
import dev.isolator.train.torch.BandMasks;
import dev.isolator.train.torch.Tensors;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorArrayRefOptional;
import org.bytedeco.pytorch.global.torch;

/// The loss of masks on bands: the default one in one pass, [BandLoss] and [StemBandLoss], others
/// by [MaskLoss].
final class BandObjective implements Objective {
  private final Architecture architecture;
  private final int margin;
  private final boolean fused;
  private final LossKind kind;
  private final Tensor window;
  private final BandMasks masks;
  private final BandFeatures bandFeatures;
  private final BandLoss bandLoss;
  private final StemBandLoss stemBandLoss;
  private float[] stems = new float[0];
  private float[] input = new float[0];

  /// @param margin frames on either side of a segment without loss
  /// @param bandWeightExponent of [BinWeights]
  BandObjective(Architecture architecture, int margin, LossKind kind, double bandWeightExponent) {
    this.architecture = architecture;
    this.margin = margin;
    this.kind = kind;
    fused = Objective.isFused(architecture, kind);
    float[] weights = BinWeights.of(architecture.warp(), bandWeightExponent);
    window = torch.hann_window(Spectra.grid(architecture).fftLength());
    masks = new BandMasks(architecture);
    bandFeatures = new BandFeatures(architecture);
    bandLoss = new BandLoss(architecture, weights);
    stemBandLoss = new StemBandLoss(architecture, weights);
  }

  @Override
  public double of(Mix[] batch, UnaryOperator<Tensor> network) {
    Spectra spectra;
    Tensor seen;
    int frames;
    int count = architecture.stems().size();
    int each = 4 * count * architecture.bins(); // times frames, of one mix
    try (var _ = new AutoGradMode(false)) {
      spectra = Spectra.of(architecture, batch, window);
      frames = (int) spectra.stems().size(5);
      each *= frames;
      stems = read(spectra.stems(), stems);
      int size = 4 * architecture.rows() * frames;
      input = input.length == batch.length * size ? input : new float[batch.length * size];
      for (int i = 0; i < batch.length; i++) {
        bandFeatures.write(stems, i * each, count, frames, input, i * size);
      }
      seen = Tensors.of(input, batch.length, Architecture.FEATURES, architecture.rows(), frames);
    }
    var answer = network.apply(seen);
    return fused ? fused(spectra, answer, each, frames) : plain(spectra, answer);
  }

  private double fused(Spectra spectra, Tensor answer, int each, int frames) {
    int batch = spectra.rms().length;
    boolean two = architecture.stems().size() == 2;
    float[] answers = Tensors.values(answer);
    var gradient = new float[answers.length];
    double loss = 0;
    for (int i = 0; i < batch; i++) {
      float rms = spectra.rms()[i];
      int from = i * (answers.length / batch);
      loss +=
          two
              ? bandLoss.write(stems, i * each, frames, rms, margin, batch, answers, gradient, from)
              : stemBandLoss.write(
                  stems,
                  i * each,
                  frames,
                  spectra.partsKnown()[i],
                  rms,
                  margin,
                  batch,
                  answers,
                  gradient,
                  from);
    }
    if (Math.abs(loss) < Double.POSITIVE_INFINITY) {
      long[] shape = {batch, architecture.outputs(), architecture.rows(), frames};
      answer.backward(
          Tensors.of(gradient, shape).to(answer.scalar_type()),
          new BoolOptional(),
          false,
          new TensorArrayRefOptional());
    }
    return loss;
  }

  private double plain(Spectra spectra, Tensor answer) {
    var loss = MaskLoss.of(kind, masks.onBins(answer), spectra, margin);
    double value = loss.item_float();
    if (Math.abs(value) < Double.POSITIVE_INFINITY) {
      loss.backward();
    }
    return value;
  }

  private static float[] read(Tensor tensor, float[] old) {
    int size = Math.toIntExact(tensor.numel());
    var values = old.length == size ? old : new float[size];
    Tensors.read(tensor, values);
    return values;
  }
}
