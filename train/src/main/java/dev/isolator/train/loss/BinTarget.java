package dev.isolator.train.loss;

import dev.isolator.dataset.target.MaskTarget;
import dev.isolator.dataset.target.PerceptualBinary;
import dev.isolator.train.family.Head;
import dev.isolator.train.torch.MonoFront;
import dev.isolator.train.torch.Tensors;
import org.bytedeco.pytorch.Tensor;

/// The training target of a network with the head [Head.Bins], computed from the true stems: of two
/// stems that of the first alone, of more those of all.
///
/// Stems are brought to mono, as the network's input is. `SOFT` and, of two stems, `BINARY` are
/// those of `dev.isolator.dataset.target`; of more stems, the loudest has the bin.
///
/// @param target which
/// @param sampleRate in Hz, of the bins
record BinTarget(Head.Target target, int sampleRate) {

  /// The targets of a batch.
  ///
  /// @param stems of [Spectra], `[batch][stems][2][2][bins][frames]`
  /// @return `[batch][1 or stems][bins][frames]`
  Tensor of(Tensor stems) {
    var mono = stems.mean(2).contiguous(); // [batch][stems][2][bins][frames]
    float[] values = Tensors.values(mono);
    int batch = (int) mono.size(0);
    int count = (int) mono.size(1);
    int bins = (int) mono.size(3);
    int frames = (int) mono.size(4);
    int wanted = count == 2 ? 1 : count;
    int plane = bins * frames;
    var into = new float[batch * wanted * plane];
    for (int i = 0; i < batch; i++) {
      var spectra = new float[count][][];
      for (int s = 0; s < count; s++) {
        spectra[s] = interleaved(values, (i * count + s) * 2 * plane, bins, frames);
      }
      for (int s = 0; s < wanted; s++) {
        float[][] asked = asked(spectra, s);
        for (int t = 0; t < frames; t++) {
          for (int k = 0; k < bins; k++) {
            into[(i * wanted + s) * plane + k * frames + t] = asked[t][k];
          }
        }
      }
    }
    return Tensors.of(into, batch, wanted, bins, frames);
  }

  /// The target of stem `s`, `[frames][bins]`.
  private float[][] asked(float[][][] spectra, int s) {
    boolean two = spectra.length == 2;
    return switch (target) {
      case MAGNITUDE -> each(spectra, s, BinTarget::compressed);
      case SOFT ->
          two
              ? new MaskTarget.Ratio(1).mask(spectra[0], spectra[1])
              : each(spectra, s, BinTarget::ratio);
      case BINARY ->
          two
              ? PerceptualBinary.defaults(sampleRate).mask(spectra[0], spectra[1])
              : each(spectra, s, BinTarget::loudest);
    };
  }

  /// The target in one bin, from the stems' magnitudes there and the stem's index.
  private interface Rule {
    float of(float[] magnitudes, int own);
  }

  private static float[][] each(float[][][] spectra, int s, Rule rule) {
    int frames = spectra[s].length;
    int bins = frames == 0 ? 0 : spectra[s][0].length / 2;
    var asked = new float[frames][bins];
    var magnitudes = new float[spectra.length];
    for (int t = 0; t < frames; t++) {
      for (int k = 0; k < bins; k++) {
        for (int i = 0; i < magnitudes.length; i++) {
          magnitudes[i] = (float) Math.hypot(spectra[i][t][2 * k], spectra[i][t][2 * k + 1]);
        }
        asked[t][k] = rule.of(magnitudes, s);
      }
    }
    return asked;
  }

  private static float compressed(float[] magnitudes, int own) {
    return (float) Math.pow(magnitudes[own], MonoFront.EXPONENT);
  }

  private static float ratio(float[] magnitudes, int own) {
    double sum = 0;
    for (float magnitude : magnitudes) {
      sum += magnitude;
    }
    return sum > 0 ? (float) (magnitudes[own] / sum) : 1f / magnitudes.length;
  }

  /// Silence belongs to the last stem, which is the rest.
  private static float loudest(float[] magnitudes, int own) {
    int loudest = magnitudes.length - 1;
    for (int i = 0; i < magnitudes.length; i++) {
      if (magnitudes[i] > magnitudes[loudest]) {
        loudest = i;
      }
    }
    return loudest == own ? 1 : 0;
  }

  private static float[][] interleaved(float[] values, int at, int bins, int frames) {
    var spectrum = new float[frames][2 * bins];
    int plane = bins * frames;
    for (int k = 0; k < bins; k++) {
      for (int t = 0; t < frames; t++) {
        spectrum[t][2 * k] = values[at + k * frames + t];
        spectrum[t][2 * k + 1] = values[at + plane + k * frames + t];
      }
    }
    return spectrum;
  }
}
