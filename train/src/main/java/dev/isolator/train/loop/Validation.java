package dev.isolator.train.loop;

import dev.isolator.train.data.ValidationMixes;
import dev.isolator.train.family.Architecture;
import dev.isolator.train.family.Head;
import dev.isolator.train.layer.WeightValues;
import dev.isolator.train.report.RunReport;
import dev.isolator.train.torch.TorchNetwork;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// How good a network is on songs kept aside.
///
/// @param figures at least one; the first one says which weights are the best, the higher the
///   better
public record Validation(List<Figure> figures) {
  /// One figure.
  ///
  /// @param column its name in tables
  /// @param tag its name in event files
  /// @param text for people, with its unit
  public record Figure(String column, String tag, String text, double value) {
    /// The same figure of one of several sets.
    Figure of(String set) {
      return new Figure(set + "_" + column, tag + "/" + set, set + " " + text, value);
    }
  }

  public Validation {
    figures = List.copyOf(figures);
  }

  Validation(Figure... figures) {
    this(List.of(figures));
  }

  /// The figure that runs are compared by.
  public double first() {
    return figures.getFirst().value();
  }

  /// All figures as text.
  public String text() {
    return String.join(", ", figures.stream().map(Figure::text).toList());
  }

  /// Validates weights: a network with masks by SDR, one for voice activity by its accuracy, one
  /// with both by both.
  ///
  /// @param examples is given some songs with the vocals that were found, if the network has masks
  public static Validation of(
      Architecture architecture,
      WeightValues weights,
      ValidationMixes mixes,
      TorchNetwork.Precision precision,
      Consumer<RunReport.Example> examples) {
    return switch (architecture.head()) {
      case Head.Bands _, Head.Bins _ ->
          SeparationValidation.of(architecture, weights, mixes, precision, examples);
      case Head.VoiceAndShares _ -> {
        var figures =
            new ArrayList<Figure>(
                SeparationValidation.of(architecture, weights, mixes, precision, examples)
                    .figures());
        figures.addAll(VoiceValidation.of(architecture, weights, mixes, precision).figures());
        yield new Validation(figures);
      }
      case Head.Voice _ -> VoiceValidation.of(architecture, weights, mixes, precision);
    };
  }
}
