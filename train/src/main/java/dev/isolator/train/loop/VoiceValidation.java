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
import dev.isolator.train.voice.VoiceActivityLabels;
import dev.isolator.train.voice.VoiceScore;
import java.util.ArrayList;
import java.util.Arrays;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.global.torch;

/// Voice activity on the validation set, whose singers are not in the training set: accuracy over
/// all micro-samples, the class balance and the majority baseline.
final class VoiceValidation {
  private VoiceValidation() {}

  static Validation of(
      Architecture architecture,
      WeightValues weights,
      ValidationMixes mixes,
      TorchNetwork.Precision precision) {
    var score = VoiceScore.none();
    try (var _ = new PointerScope();
        var _ = new NoGradGuard()) {
      var network = TorchNetwork.of(architecture.network(), weights, precision);
      var front = Front.of(architecture);
      var window = torch.hann_window(Spectra.grid(architecture).fftLength());
      for (var song : mixes.songs()) {
        try (var _ = new PointerScope()) {
          var mix = silenceAround(song.mix(), Spectra.grid(architecture).fftLength() / 2);
          var spectrum = Spectra.of(architecture, new Mix[] {mix}, window).mixture();
          var answer = network.forward(front.features(spectrum), TorchNetwork.Mode.INFERENCE);
          float[] told = Tensors.values(torch.sigmoid(ShareMasks.voice(answer)));
          var grid = Spectra.grid(architecture);
          float[] labels =
              VoiceActivityLabels.of(mix.stems()[0], grid, grid.fftLength() / 2, told.length);
          score = score.plus(VoiceScore.of(told, labels, 0, told.length));
        }
      }
    }
    return of(score);
  }

  /// The figures of a score.
  static Validation of(VoiceScore score) {
    return new Validation(
        figure("accuracy", score.accuracy()),
        figure("majority", score.majority()),
        figure("voice", score.voice()),
        figure("recall", score.recall()),
        figure("precision", score.precision()),
        new Validation.Figure(
            "micro_samples",
            "voice/micro_samples",
            score.frames() + " micro-samples",
            (double) score.frames()));
  }

  /// Adds the figures of the micro-samples that this process trained on.
  static Validation with(Validation measured, VoiceScore trained) {
    if (trained.frames() == 0) {
      return measured;
    }
    var figures = new ArrayList<>(measured.figures());
    figures.add(
        new Validation.Figure(
            "trained_micro_samples",
            "voice/trained_micro_samples",
            "trained on %d".formatted(trained.frames()),
            (double) trained.frames()));
    figures.add(figure("trained_voice", trained.voice()));
    figures.add(figure("trained_accuracy", trained.accuracy()));
    return new Validation(figures);
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
