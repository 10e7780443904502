package dev.isolator.train.loop;

import dev.isolator.train.data.Mix;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/// The scores of one validation set's mixes, as [SeparationValidation] collects them.
final class SetScores {
  /// Below this energy of a whole mix's vocals nobody sings.
  private static final double SILENT = 1e-9;

  private final List<Double> vocals = new ArrayList<>();
  private final List<Double> rest = new ArrayList<>();
  private final List<Double> falseVoice = new ArrayList<>(); // shares of energy

  /// Adds a mix.
  ///
  /// @param estimate of its vocals
  void add(Mix mix, float[][] estimate) {
    float[][] mixture = mix.mixture();
    double signal = 0;
    double music = 0;
    double error = 0;
    for (int c = 0; c < 2; c++) {
      float[] truth = mix.stems()[0][c];
      for (int k = 0; k < truth.length; k++) {
        double e = (double) estimate[c][k] - truth[k];
        double m = (double) mixture[c][k] - truth[k];
        error += e * e;
        signal += (double) truth[k] * truth[k];
        music += m * m;
      }
    }
    if (signal > SILENT) {
      vocals.add(10 * Math.log10((signal + 1e-9) / (error + 1e-9)));
      rest.add(10 * Math.log10((music + 1e-9) / (error + 1e-9)));
    } else {
      falseVoice.add((error + 1e-9) / (music + 1e-9));
    }
  }

  /// The median of the vocals' SDR; empty where nobody sings.
  OptionalDouble vocals() {
    return vocals.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(median(vocals));
  }

  /// The set's figures.
  ///
  /// @param set its name; empty where there is no other
  List<Validation.Figure> figures(String set) {
    var figures = new ArrayList<Validation.Figure>();
    if (!vocals.isEmpty()) {
      double ofVocals = median(vocals);
      double ofRest = median(rest);
      figures.add(
          figure(
              set, "vocals_sdr_db", "sdr/vocals", "vocals %.2f dB".formatted(ofVocals), ofVocals));
      figures.add(figure(set, "rest_sdr_db", "sdr/rest", "rest %.2f dB".formatted(ofRest), ofRest));
    }
    if (!falseVoice.isEmpty()) {
      double mean =
          10 * Math.log10(falseVoice.stream().mapToDouble(x -> x).average().orElseThrow());
      figures.add(
          figure(
              set,
              "false_voice_db",
              "sdr/false_voice",
              "false voice %.1f dB".formatted(mean),
              mean));
    }
    return figures;
  }

  private static Validation.Figure figure(
      String set, String column, String tag, String text, double value) {
    var figure = new Validation.Figure(column, tag, text, value);
    return set.isEmpty() ? figure : figure.of(set);
  }

  private static double median(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(x -> x).sorted().toArray();
    int n = sorted.length;
    return n % 2 == 1 ? sorted[n / 2] : 0.5 * (sorted[n / 2 - 1] + sorted[n / 2]);
  }
}
