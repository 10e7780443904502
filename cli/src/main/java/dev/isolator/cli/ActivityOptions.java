package dev.isolator.cli;

import dev.isolator.SeparatorOptions;
import dev.isolator.audio.DecodeLimits;
import dev.isolator.model.ModelCatalogue;
import dev.isolator.model.ModelException;
import dev.isolator.voice.Hysteresis;
import picocli.CommandLine.Option;

/// The options of `activity` for the model and the thresholds.
final class ActivityOptions extends ModelOptions {
  private static final Hysteresis DEFAULTS = Hysteresis.defaults();

  @Option(
      names = "--by",
      paramLabel = "MODEL",
      description =
          "What says where somebody sings: the name or .onnx file of a model that does nothing else,"
              + " or own: the model that separates. Default: voice-activity; own where --model or"
              + " --quality names a model that separates")
  String by = "";

  @Option(
      names = "--on",
      paramLabel = "P",
      description = "Probability at which voice begins, 0 to 1. Default: the model's, else 0.6")
  double on = Double.NaN;

  @Option(
      names = "--off",
      paramLabel = "P",
      description =
          "Probability below which it ends, at most that of --on. Default: the model's, else 0.4")
  double off = Double.NaN;

  @Option(
      names = "--least-voice",
      paramLabel = "SECONDS",
      description = "Shorter voices are dropped. Default: 0.1")
  double leastVoice = DEFAULTS.leastVoiceSeconds();

  @Option(
      names = "--least-pause",
      paramLabel = "SECONDS",
      description = "Shorter pauses are bridged. Default: 0.25")
  double leastPause = DEFAULTS.leastPauseSeconds();

  @Override
  SeparatorOptions toSeparatorOptions(DecodeLimits limits) throws ModelException {
    var options = super.toSeparatorOptions(limits);
    if (!by.isEmpty()) {
      return options.withVoiceModel(by);
    }
    if (options.model().isEmpty()) {
      return options; // the default of both
    }
    return ModelCatalogue.open().find(options.model()).card().separates()
        ? options.withVoiceModel(SeparatorOptions.OWN_VOICE)
        : options.withModel("").withVoiceModel(options.model());
  }

  /// Refuses values that are out of range, with an `IllegalArgumentException`, before a model is
  /// opened.
  void check() {
    hysteresis(DEFAULTS);
  }

  /// The thresholds that were given, else the model's. One that was given alone takes the other
  /// along where it would be on the wrong side of it.
  Hysteresis hysteresis(Hysteresis model) {
    boolean saysOn = !Double.isNaN(on);
    boolean saysOff = !Double.isNaN(off);
    double begins = saysOn ? on : saysOff ? Math.max(model.on(), off) : model.on();
    double ends = saysOff ? off : saysOn ? Math.min(model.off(), on) : model.off();
    if (!(ends <= begins && ends >= 0 && begins <= 1)) {
      throw new IllegalArgumentException(
          "--off must be from 0 to --on, and that at most 1; were %s and %s"
              .formatted(ends, begins));
    }
    if (!(leastVoice >= 0 && leastPause >= 0)) {
      throw new IllegalArgumentException(
          "--least-voice and --least-pause must be at least 0, were %s and %s"
              .formatted(leastVoice, leastPause));
    }
    return new Hysteresis(begins, ends, leastVoice, leastPause);
  }
}
