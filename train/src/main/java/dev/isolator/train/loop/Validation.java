package dev.isolator.train.loop;

import dev.isolator.spectrum.Stft;
import dev.isolator.train.data.Mix;
import dev.isolator.train.data.ValidationMixes;
import dev.isolator.train.family.Architecture;
import dev.isolator.train.layer.WeightValues;
import dev.isolator.train.torch.Features;
import dev.isolator.train.torch.Tensors;
import dev.isolator.train.torch.TorchNetwork;
import java.util.Arrays;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;

/// Whole-track SDR on the validation set: median over mixes, in dB.
///
/// @param vocalsDb of the first stem
/// @param restDb of the mixture minus the first stem
public record Validation(double vocalsDb, double restDb) {

  /// Separates the set as a song would be: silence around it, the mixture's phase.
  public static Validation of(
      Architecture architecture,
      WeightValues weights,
      ValidationMixes mixes,
      TorchNetwork.Precision precision) {
    int count = mixes.count();
    var vocals = new double[count];
    var rest = new double[count];
    try (var _ = new PointerScope();
        var _ = new NoGradGuard()) {
      var network = TorchNetwork.of(architecture.network(), weights, precision);
      var features = new Features(architecture);
      for (int i = 0; i < count; i++) {
        var mix = mixes.get(i);
        try (var _ = new PointerScope()) {
          score(architecture, network, features, mix, vocals, rest, i);
        }
      }
    }
    return new Validation(median(vocals), median(rest));
  }

  private static void score(
      Architecture architecture,
      TorchNetwork network,
      Features features,
      Mix mix,
      double[] vocals,
      double[] rest,
      int i) {
    float[][] mixture = mix.mixture();
    int n = mixture[0].length;
    var stft = new Stft(architecture.fftLength(), architecture.hopLength());
    float[][][] spectra = {stft.forward(mixture[0]), stft.forward(mixture[1])};
    int frames = spectra[0].length;
    int multiple = architecture.frameMultiple();
    int before = multiple;
    int padded = Math.ceilDiv(frames + 2 * before, multiple) * multiple;
    int bins = architecture.bins();
    var input = new float[4 * bins * padded];
    for (int c = 0; c < 2; c++) {
      for (int t = 0; t < frames; t++) {
        for (int b = 0; b < bins; b++) {
          input[((2 * c) * bins + b) * padded + before + t] = spectra[c][t][2 * b];
          input[((2 * c + 1) * bins + b) * padded + before + t] = spectra[c][t][2 * b + 1];
        }
      }
    }
    var tensor = Tensors.of(input, 1, 4, bins, padded);
    var answer = network.forward(features.of(tensor), TorchNetwork.Mode.INFERENCE);
    float[] masks = Tensors.values(features.onBins(answer, architecture.stems().size()));
    double signal = 0;
    double music = 0;
    double error = 0;
    for (int c = 0; c < 2; c++) {
      for (int t = 0; t < frames; t++) {
        for (int b = 0; b < bins; b++) {
          float share = masks[(c * bins + b) * padded + before + t];
          spectra[c][t][2 * b] *= share;
          spectra[c][t][2 * b + 1] *= share;
        }
      }
      float[] estimate = stft.inverse(spectra[c], n);
      float[] truth = mix.stems()[0][c];
      for (int k = 0; k < n; k++) {
        double e = (double) estimate[k] - truth[k];
        double m = (double) mixture[c][k] - truth[k];
        error += e * e;
        signal += (double) truth[k] * truth[k];
        music += m * m;
      }
    }
    vocals[i] = 10 * Math.log10((signal + 1e-9) / (error + 1e-9));
    rest[i] = 10 * Math.log10((music + 1e-9) / (error + 1e-9));
  }

  static double median(double[] values) {
    var sorted = values.clone();
    Arrays.sort(sorted);
    int n = sorted.length;
    return n % 2 == 1 ? sorted[n / 2] : 0.5 * (sorted[n / 2 - 1] + sorted[n / 2]);
  }
}
