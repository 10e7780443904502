package dev.isolator.train.loop;

import dev.isolator.train.data.Mix;
import dev.isolator.train.data.ValidationMixes;
import dev.isolator.train.family.Architecture;
import dev.isolator.train.layer.WeightValues;
import dev.isolator.train.loss.Spectra;
import dev.isolator.train.torch.Front;
import dev.isolator.train.torch.ShareMasks;
import dev.isolator.train.torch.Tensors;
import dev.isolator.train.torch.TorchNetwork;
import dev.isolator.train.voice.RocCurve;
import dev.isolator.train.voice.VoiceActivityLabels;
import dev.isolator.train.voice.VoiceScore;
import java.util.ArrayList;
import java.util.Arrays;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.global.torch;

/// Voice activity on the validation sets, whose singers are not in the training set: accuracy over
/// all micro-samples, the class balance, the majority baseline, and how well micro-samples are
/// ranked, whatever the threshold ([RocCurve]).
final class VoiceValidation {
  private VoiceValidation() {}

  /// Listens to every mix as to a song: with silence around it.
  ///
  /// @return of several sets first the mean of their areas under the curve, then each set's figures
  static Validation of(
      Architecture architecture,
      WeightValues weights,
      ValidationMixes mixes,
      TorchNetwork.Precision precision) {
    boolean one = mixes.sets().size() == 1;
    var figures = new ArrayList<Validation.Figure>();
    double areas = 0;
    for (var set : mixes.sets()) {
      var curve = new RocCurve();
      var ofSet =
          new ArrayList<>(of(score(architecture, weights, set, precision, curve)).figures());
      ofSet.add(figure("auc", curve.area()));
      areas += curve.area();
      ofSet.forEach(figure -> figures.add(one ? figure : figure.of(set.name())));
    }
    if (!one) {
      figures.addFirst(figure("mean_auc", areas / mixes.sets().size()));
    }
    return new Validation(figures);
  }

  private static VoiceScore score(
      Architecture architecture,
      WeightValues weights,
      ValidationMixes.Set set,
      TorchNetwork.Precision precision,
      RocCurve curve) {
    var score = VoiceScore.none();
    try (var _ = new PointerScope();
        var _ = new NoGradGuard()) {
      var network = TorchNetwork.of(architecture.network(), weights, precision);
      var front = Front.of(architecture);
      var window = torch.hann_window(Spectra.grid(architecture).fftLength());
      for (var song : set.songs()) {
        try (var _ = new PointerScope()) {
          var mix = silenceAround(song.mix(), Spectra.grid(architecture).fftLength() / 2);
          var spectrum = Spectra.of(architecture, new Mix[] {mix}, window).mixture();
          long frames = spectrum.size(3);
          int before = architecture.frameMultiple() == 1 ? 0 : architecture.frameMultiple();
          long after = Math.floorMod(-frames, architecture.frameMultiple());
          var padded = torch.constant_pad_nd(spectrum, before, before + after);
          var answer = network.forward(front.features(padded), TorchNetwork.Mode.INFERENCE);
          var voice = ShareMasks.voice(answer).narrow(1, before, frames);
          float[] told = Tensors.values(torch.sigmoid(voice));
          var grid = Spectra.grid(architecture);
          float[] labels =
              VoiceActivityLabels.of(mix.stems()[0], grid, grid.fftLength() / 2, told.length);
          score = score.plus(VoiceScore.of(told, labels, 0, told.length));
          curve.add(told, labels);
        }
      }
    }
    return score;
  }

  /// The figures of a score.
  static Validation of(VoiceScore score) {
    return new Validation(
        figure("accuracy", score.accuracy()),
        figure("majority", score.majority()),
        figure("voice", score.voice()),
        figure("recall", score.recall()),
        figure("precision", score.precision()),
        count("micro_samples", score.frames() + " micro-samples", score));
  }

  /// Adds the figures of the micro-samples that this process trained on, and of those that were
  /// held out.
  static Validation with(Validation measured, VoiceScore trained, VoiceScore heldOut) {
    var figures = new ArrayList<>(measured.figures());
    if (heldOut.frames() > 0) {
      figures.add(
          count("held_out_micro_samples", "held out %d".formatted(heldOut.frames()), heldOut));
      figures.add(figure("held_out_voice", heldOut.voice()));
      figures.add(figure("held_out_accuracy", heldOut.accuracy()));
    }
    if (trained.frames() == 0) {
      return new Validation(figures);
    }
    figures.add(
        count("trained_micro_samples", "trained on %d".formatted(trained.frames()), trained));
    figures.add(figure("trained_voice", trained.voice()));
    figures.add(figure("trained_accuracy", trained.accuracy()));
    return new Validation(figures);
  }

  private static Validation.Figure count(String name, String text, VoiceScore score) {
    return new Validation.Figure(name, "voice/" + name, text, (double) score.frames());
  }

  private static Validation.Figure figure(String name, double share) {
    return new Validation.Figure(
        name, "voice/" + name, "%s %.2f %%".formatted(name.replace('_', ' '), 100 * share), share);
  }

  /// Adds silence at both ends, so that frame 0 is centred on the first sample.
  private static Mix silenceAround(Mix mix, int samples) {
    float[][][] stems = mix.stems();
    var longer = new float[stems.length][2][];
    for (int s = 0; s < stems.length; s++) {
      for (int c = 0; c < 2; c++) {
        int n = stems[s][c].length;
        longer[s][c] = Arrays.copyOf(new float[samples], 2 * samples + n);
        System.arraycopy(stems[s][c], 0, longer[s][c], samples, n);
      }
    }
    return new Mix(longer);
  }
}
