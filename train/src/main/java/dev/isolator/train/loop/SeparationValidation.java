package dev.isolator.train.loop;

import dev.isolator.spectrum.Stft;
import dev.isolator.train.data.Mix;
import dev.isolator.train.data.ValidationMixes;
import dev.isolator.train.family.Architecture;
import dev.isolator.train.layer.WeightValues;
import dev.isolator.train.loss.Spectra;
import dev.isolator.train.report.RunReport;
import dev.isolator.train.torch.Front;
import dev.isolator.train.torch.Masks;
import dev.isolator.train.torch.Tensors;
import dev.isolator.train.torch.TorchNetwork;
import java.util.ArrayList;
import java.util.function.Consumer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;

/// Whole-track SDR on each validation set: median over the mixes with vocals, in dB; and over those
/// without, how loud the vocals are that are found all the same.
final class SeparationValidation {
  private SeparationValidation() {}

  /// Separates every mix as a song would be: with silence around it and the mixture's phase.
  ///
  /// @param examples is given the first, the middle and the last song, with the vocals that were
  ///   found
  /// @return of several sets first the mean of their vocals' medians, then each set's figures
  static Validation of(
      Architecture architecture,
      WeightValues weights,
      ValidationMixes mixes,
      TorchNetwork.Precision precision,
      Consumer<RunReport.Example> examples) {
    int count = mixes.count();
    var figures = new ArrayList<Validation.Figure>();
    var medians = new ArrayList<Double>();
    try (var _ = new PointerScope();
        var _ = new NoGradGuard()) {
      var network = TorchNetwork.of(architecture.network(), weights, precision);
      var front = Front.of(architecture);
      var masks = Masks.of(architecture);
      int i = 0;
      for (var set : mixes.sets()) {
        var scores = new SetScores();
        for (var song : set.songs()) {
          var mix = song.mix();
          float[][] estimate = vocals(architecture, network, front, masks, mix);
          scores.add(mix, estimate);
          if (i == 0 || i == count / 2 || i == count - 1) {
            examples.accept(
                new RunReport.Example("song " + (i + 1), mix.mixture(), estimate, mix.stems()[0]));
          }
          i++;
        }
        figures.addAll(scores.figures(mixes.sets().size() == 1 ? "" : set.name()));
        scores.vocals().ifPresent(medians::add);
      }
    }
    if (mixes.sets().size() > 1) {
      double mean = medians.stream().mapToDouble(x -> x).average().orElse(Double.NaN);
      figures.addFirst(
          new Validation.Figure(
              "mean_vocals_sdr_db",
              "sdr/mean",
              "vocals in the mean %.2f dB".formatted(mean),
              mean));
    }
    return new Validation(figures);
  }

  /// The vocals as the network finds them, `[2][n]`.
  private static float[][] vocals(
      Architecture architecture, TorchNetwork network, Front front, Masks heads, Mix mix) {
    float[][] mixture = mix.mixture();
    int n = mixture[0].length;
    var grid = Spectra.grid(architecture);
    var stft = new Stft(grid);
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
          int re = ((2 * c) * bins + b) * padded + before + t;
          input[re] = grid.scale() * spectra[c][t][2 * b];
          input[re + bins * padded] = grid.scale() * spectra[c][t][2 * b + 1];
        }
      }
    }
    float[] masks;
    try (var _ = new PointerScope()) {
      var tensor = Tensors.of(input, 1, 4, bins, padded);
      var answer = network.forward(front.features(tensor), TorchNetwork.Mode.INFERENCE);
      masks = Tensors.values(heads.masks(answer, tensor).select(1, 0));
    }
    var estimate = new float[2][];
    for (int c = 0; c < 2; c++) {
      for (int t = 0; t < frames; t++) {
        for (int b = 0; b < grid.bins(); b++) {
          int known = Math.min(b, bins - 1); // above the model's top its last bin's mask holds
          float share = masks[(c * bins + known) * padded + before + t];
          spectra[c][t][2 * b] *= share;
          spectra[c][t][2 * b + 1] *= share;
        }
      }
      estimate[c] = stft.inverse(spectra[c], n);
    }
    return estimate;
  }
}
