package dev.isolator.chain;

import dev.isolator.conditioning.Normalisation;
import dev.isolator.mask.CleanUp;
import dev.isolator.mask.GateSettings;
import dev.isolator.mask.MaskShape;
import dev.isolator.mask.MaskShape.Compression;
import dev.isolator.mask.MaskShape.Edges;
import dev.isolator.mask.MaskShape.Smoothing;
import dev.isolator.model.ModelException;

/// Which keys each step has, their units and their defaults.
final class StageReader {
  private StageReader() {}

  /// @throws IllegalArgumentException if a value is out of its range
  static Stage stage(Stage.Kind kind, StageSettings keys) throws ModelException {
    return switch (kind) {
      case CONDITIONING -> conditioning(keys);
      case NORMALISATION -> {
        var usual = Normalisation.defaults();
        yield new Stage.Level(
            new Normalisation(
                keys.number("target", usual.targetDbfs()),
                keys.number("window", usual.windowSeconds()),
                keys.number("most-gain", usual.mostGainDb())));
      }
      case FRAMING ->
          new Stage.Framing(
              new dev.isolator.conditioning.Framing(
                  keys.count("rate", 0), keys.count("window", 0), keys.count("hop", 0)));
      case CEPSTRA -> new Stage.Cepstra(keys.text("model", "cepstral-vocals"));
      case VOICE_ACTIVITY -> voiceActivity(keys);
      case SIMILARITY -> new Stage.Similarity();
      case MASK_SHAPING -> new Stage.Shaping(shape(keys));
      case SUBTRACTION -> new Stage.Subtraction();
      case RESTORATION -> new Stage.Restoration(keys.count("wiener", 1));
      case PHASE -> new Stage.Phase(keys.count("iterations", 5));
      case CLEAN_UP -> {
        var usual = CleanUp.OFF;
        yield new Stage.IslandRemoval(
            new CleanUp(
                keys.number("from", usual.fromHz()),
                keys.number("time", usual.seconds()),
                keys.number("frequency", usual.hertz()),
                keys.number("amount", 1)));
      }
      case RENDERING -> new Stage.Rendering();
    };
  }

  private static Stage conditioning(StageSettings keys) throws ModelException {
    var usual = dev.isolator.conditioning.Conditioning.defaults();
    return new Stage.Conditioning(
        new dev.isolator.conditioning.Conditioning(
            keys.flag("dc-block", usual.dcBlock()),
            keys.number("high-pass", usual.highPassHz()),
            keys.number("de-noise", usual.denoiseDb())));
  }

  private static Stage voiceActivity(StageSettings keys) throws ModelException {
    var usual = GateSettings.BY_CARD;
    return new Stage.VoiceActivity(
        new GateSettings(
            keys.number("open", usual.on()),
            keys.number("close", usual.off()),
            keys.number("hold", usual.holdSeconds()),
            keys.number("fade", usual.fadeSeconds()),
            keys.number("median", usual.medianSeconds())));
  }

  private static MaskShape shape(StageSettings keys) throws ModelException {
    return new MaskShape(
        keys.number("exponent", 1),
        new Compression(
            keys.number("threshold", Compression.OFF.thresholdDb()),
            keys.number("ratio", Compression.OFF.ratio()),
            keys.number("knee", Compression.OFF.kneeDb())),
        new Smoothing(keys.number("smooth-time", 0), keys.number("smooth-frequency", 0)),
        new Edges(keys.number("entry", 0), keys.number("exit", 0)),
        keys.number("floor", Double.NEGATIVE_INFINITY));
  }
}
