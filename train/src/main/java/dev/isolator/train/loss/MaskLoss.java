package dev.isolator.train.loss;

import dev.isolator.train.torch.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Objects;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/// The loss of masks on mixtures.
///
/// With `g(x) = √(x + 1e-4)`, the sum over stems of `w · |g(|Y|) − g(|S|)| / √rms`, `w` = 1 for the
/// first and ½ for the others, plus `0.1 · |Y − S| / rms` of each (real and imaginary part apart;
/// of two stems the first alone, as the other's is the same), each a mean over channels, bins and
/// frames. Most of a bass is in thirty of two thousand bins: only in the second part do they weigh
/// more than the others. [BinWeights] weights the bins. Of a mix with an unsplit accompaniment, the
/// masks of all stems but the first are added up, and the sum is compared with the accompaniment.
/// Because of the division by the mixture's rms soft and loud songs weigh the same. The outermost
/// frames of a segment, where the network sees its own padding instead of the song, are left out.
///
/// On libtorch, with its autograd: the plain twin of [BandLoss] and [StemBandLoss], and the other
/// kinds of loss.
public final class MaskLoss {
  static final double FLOOR = 1e-4;
  static final double TINY = 1e-12;
  static final double REST_WEIGHT = 0.5;
  static final double COMPLEX_WEIGHT = 0.1;

  private MaskLoss() {}

  /// The default loss of a batch, with equal weights of all bins.
  ///
  /// @param masks `[batch][1 or stems][2][bins][frames]`, of two stems the first alone
  /// @param margin frames left out on either side
  /// @return a scalar
  static Tensor of(Tensor masks, Spectra spectra, int margin) {
    var weights = new float[(int) masks.size(3)];
    Arrays.fill(weights, 1);
    return of(masks, spectra, margin, weights);
  }

  /// The loss of a batch.
  ///
  /// @param masks `[batch][1 or stems][2][bins][frames]`, of two stems the first alone
  /// @param margin frames left out on either side
  /// @param weights of [BinWeights]
  /// @return a scalar
  static Tensor of(Tensor masks, Spectra spectra, int margin, float[] weights) {
    var whole = spectra.mixture();
    long frames = whole.size(3);
    long inner = frames - 2L * margin;
    int stems = (int) spectra.stems().size(1);
    int batch = spectra.rms().length;
    var mixture = whole.view(batch, 2, 2, whole.size(2), frames).narrow(4, margin, inner);
    var mixRe = mixture.select(2, 0);
    var mixIm = mixture.select(2, 1);
    var magnitude = magnitude(mixRe, mixIm);
    var soft = new float[batch];
    var linear = new float[batch];
    var known = new float[batch];
    var asOne = new float[batch];
    for (int i = 0; i < batch; i++) {
      soft[i] = (float) (1 / Math.sqrt(spectra.rms()[i]));
      linear[i] = 1 / spectra.rms()[i];
      known[i] = spectra.partsKnown()[i] ? 1 : 0;
      asOne[i] = 1 - known[i];
    }
    var ofBins = Tensors.of(weights, 1, 1, weights.length, 1);
    var softWeight = Tensors.of(soft, batch, 1, 1, 1).mul(ofBins);
    var linearWeight = Tensors.of(linear, batch, 1, 1, 1).mul(ofBins);
    var knownWeight = Tensors.of(known, batch, 1, 1, 1);
    var wholeWeight = Tensors.of(asOne, batch, 1, 1, 1);

    var first = masks.select(1, 0).narrow(3, margin, inner);
    var rest = torch.ones_like(first).sub(first);
    var terms = new ArrayList<Tensor>();
    for (int s = 0; s < stems; s++) {
      var stem = spectra.stems().select(1, s).narrow(4, margin, inner);
      var re = stem.select(2, 0);
      var im = stem.select(2, 1);
      var truth = compressed(magnitude(re, im));
      boolean two = masks.size(1) == 1;
      var share = s == 0 ? first : two ? rest : masks.select(1, s).narrow(3, margin, inner);
      var factor = s == 0 || two ? null : knownWeight;
      terms.add(soft(share, magnitude, truth, softWeight, s, factor));
      if (s == 0 || !two) {
        terms.add(linear(share, mixRe, mixIm, re, im, linearWeight, factor));
      }
      if (s == 1 && !two) {
        terms.add(soft(rest, magnitude, truth, softWeight, s, wholeWeight));
        terms.add(linear(rest, mixRe, mixIm, re, im, linearWeight, wholeWeight));
      }
    }
    return terms.stream().reduce(Tensor::add).orElseThrow();
  }

  private static Tensor soft(
      Tensor share,
      Tensor magnitude,
      Tensor truth,
      Tensor weight,
      int stem,
      @Nullable Tensor factor) {
    var distance = compressed(share.mul(magnitude)).sub(truth).abs().mul(weight);
    var mean = (factor == null ? distance : distance.mul(factor)).mean();
    return stem == 0 ? mean : mean.mul(new Scalar(REST_WEIGHT));
  }

  private static Tensor linear(
      Tensor share,
      Tensor mixRe,
      Tensor mixIm,
      Tensor re,
      Tensor im,
      Tensor weight,
      @Nullable Tensor factor) {
    var distance = share.mul(mixRe).sub(re).abs().add(share.mul(mixIm).sub(im).abs()).mul(weight);
    var mean = (factor == null ? distance : distance.mul(factor)).mean();
    return mean.mul(new Scalar(COMPLEX_WEIGHT / 2));
  }

  /// A loss of a batch, with equal weights of all bins.
  ///
  /// @param masks as above
  /// @return a scalar
  static Tensor of(LossKind kind, Tensor masks, Spectra spectra, int margin) {
    return switch (kind) {
      case DEFAULT, COMPRESSED -> of(masks, spectra, margin);
      case COMPLEX -> complex(masks, spectra, margin);
      case SQUARE -> torch.mse_loss(inner(masks, margin), shares(masks, spectra, margin));
      case ENTROPY -> entropy(inner(masks, margin), shares(masks, spectra, margin));
    };
  }

  private static Tensor inner(Tensor masks, int margin) {
    return masks.narrow(4, margin, masks.size(4) - 2L * margin);
  }

  /// The target of masks: the stems' shares of magnitude; of two stems the first alone.
  private static Tensor shares(Tensor masks, Spectra spectra, int margin) {
    var stems = spectra.stems();
    var cut = stems.narrow(5, margin, stems.size(5) - 2L * margin);
    var magnitudes = magnitude(cut.select(3, 0), cut.select(3, 1)).add(new Scalar(FLOOR));
    var whole = magnitudes.sum(new long[] {1}, true, new ScalarTypeOptional());
    return magnitudes.div(whole).narrow(1, 0, masks.size(1));
  }

  /// @param masks `[batch][1 or stems][...]`, of two stems the first alone
  /// @param shares their targets
  static Tensor entropy(Tensor masks, Tensor shares) {
    var sure =
        torch.clamp(
            masks, new ScalarOptional(new Scalar(1e-6)), new ScalarOptional(new Scalar(1 - 1e-6)));
    if (masks.size(1) == 1) {
      return torch.binary_cross_entropy(sure, shares);
    }
    long stems = masks.size(1);
    return sure.log().mul(shares).mean().mul(new Scalar((double) -stems));
  }

  private static Tensor complex(Tensor masks, Spectra spectra, int margin) {
    var whole = spectra.mixture();
    int batch = spectra.rms().length;
    int stems = (int) spectra.stems().size(1);
    long inner = whole.size(3) - 2L * margin;
    var mixture = whole.view(batch, 2, 2, whole.size(2), whole.size(3)).narrow(4, margin, inner);
    var linear = new float[batch];
    for (int i = 0; i < batch; i++) {
      linear[i] = 1 / spectra.rms()[i];
    }
    var weight = Tensors.of(linear, batch, 1, 1, 1, 1);
    Tensor first = inner(masks, margin).select(1, 0).unsqueeze(2);
    Tensor total = null;
    for (int s = 0; s < stems; s++) {
      var share =
          s == 0
              ? first
              : masks.size(1) == 1
                  ? torch.ones_like(first).sub(first)
                  : inner(masks, margin).select(1, s).unsqueeze(2);
      var stem = spectra.stems().select(1, s).narrow(4, margin, inner);
      var distance = share.mul(mixture).sub(stem).abs().mul(weight).mean();
      var weighted = s == 0 ? distance : distance.mul(new Scalar(REST_WEIGHT));
      total = total == null ? weighted : total.add(weighted);
    }
    return Objects.requireNonNull(total);
  }

  private static Tensor magnitude(Tensor re, Tensor im) {
    return re.mul(re).add(im.mul(im)).add(new Scalar(TINY)).sqrt();
  }

  private static Tensor compressed(Tensor magnitude) {
    return magnitude.add(new Scalar(FLOOR)).sqrt();
  }
}
