package dev.isolator.train.loop;

import dev.isolator.train.data.MixEffects;
import dev.isolator.train.data.MixRecipe;
import dev.isolator.train.family.Binary;
import dev.isolator.train.family.Cepstral;
import dev.isolator.train.family.Family;
import dev.isolator.train.family.FrontEnd;
import dev.isolator.train.family.Head;
import dev.isolator.train.family.Live;
import dev.isolator.train.family.UNetSettings;
import dev.isolator.train.family.VoiceNetwork;
import dev.isolator.train.layer.Layer;
import dev.isolator.train.loop.TrainingSettings.Budget;
import dev.isolator.train.loop.TrainingSettings.Compute;
import dev.isolator.train.loop.TrainingSettings.Distillation;
import dev.isolator.train.loop.TrainingSettings.Intervals;
import dev.isolator.train.loop.TrainingSettings.Loss;
import dev.isolator.train.loop.TrainingSettings.Model;
import dev.isolator.train.loop.TrainingSettings.Optimiser;
import dev.isolator.train.loop.TrainingSettings.Segments;
import dev.isolator.train.loop.TrainingSettings.Sounds;
import dev.isolator.train.loss.LossKind;
import dev.isolator.train.loss.Objective;
import dev.isolator.train.torch.ComputeDevice;
import dev.isolator.train.torch.TorchNetwork.Precision;
import dev.isolator.train.voice.MicroSampleSplit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Reads [TrainingSettings] from YAML. Every key is known or refused; what is left out has its
/// default.
public final class TrainingSettingsReader {
  private static final List<Integer> CHANNELS = List.of(24, 48, 72, 96, 128);
  private static final List<Integer> CEPSTRAL_CHANNELS = List.of(16, 24, 32, 48);

  /// What keys were called in files that were written before.
  private static final Map<String, String> FORMER_NAMES =
      Map.of(
          "frequencyTransform", "across",
          "bandWeightExponent", "evenness",
          "constantShare", "plateau",
          "finalRate", "last");

  private final String where;
  private final YamlSection yaml;

  private TrainingSettingsReader(String where, YamlSection yaml) {
    this.where = where;
    this.yaml = yaml;
  }

  /// Reads a file.
  ///
  /// @throws IOException one line that names file, key, what was expected and found
  public static TrainingSettings read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException(
          file + ": expected a configuration (YAML), found nothing there; check the path");
    }
    return parse(file.toString(), Files.readString(file));
  }

  static TrainingSettings parse(String where, String text) throws IOException {
    var yaml = YamlSection.parse(where, text, FORMER_NAMES);
    var settings = new TrainingSettingsReader(where, yaml).settings();
    yaml.requireNothingLeft();
    return settings;
  }

  private TrainingSettings settings() throws IOException {
    try {
      var settings =
          new TrainingSettings(
              new Model(
                  yaml.text("name", "model"),
                  yaml.text("version", "1"),
                  family(),
                  yaml.texts("stems", List.of("vocals", "music"))),
              yaml.whole("seed", 1),
              segments(),
              new Budget(
                  yaml.number("minutes", 0),
                  yaml.whole("steps", 0),
                  yaml.whole("patience", 0, 0, 10_000)),
              new Optimiser(schedule(), yaml.number("weightDecay", 1e-4), yaml.number("clip", 5)),
              new Loss(loss(), yaml.share("bandWeightExponent", 0)),
              distillation(),
              microSamples(),
              new Compute(precision(), device()),
              new Sounds(yaml.whole("phraseMinutes", 330, 1, 10_000), mix()),
              new Intervals(
                  yaml.number("checkpointMinutes", 5), yaml.number("validationMinutes", 10)));
      requireConsistent(settings);
      return settings;
    } catch (IllegalArgumentException e) {
      throw new IOException(where + ": " + e.getMessage(), e);
    }
  }

  private void requireConsistent(TrainingSettings settings) {
    var architecture = settings.architecture();
    int frames = settings.segments().frames();
    if (frames % architecture.frameMultiple() != 0) {
      throw new IllegalArgumentException(
          "segmentFrames must be a multiple of %d, was %d"
              .formatted(architecture.frameMultiple(), frames));
    }
    LossKind.require(settings.loss().kind(), architecture.head());
    boolean weighted = settings.loss().bandWeightExponent() > 0;
    if (weighted && !Objective.isFused(architecture, settings.loss().kind())) {
      throw new IllegalArgumentException(
          yaml.typed("bandWeightExponent")
              + " is of the families studio and live with their usual loss; leave it out");
    }
    boolean masks =
        architecture.head() instanceof Head.Bands || architecture.head() instanceof Head.Bins;
    if (settings.distillation().isOn() && !masks) {
      throw new IllegalArgumentException(
          "teacher is of networks that put out masks alone, as voice activity is read off the true stems; leave it out");
    }
    if (settings.microSamples().isOn() && !(architecture.head() instanceof Head.Voice)) {
      throw new IllegalArgumentException(
          "microSamples are of networks for voice activity alone; leave them out");
    }
    boolean singly = settings.segments().windowHop() > 1;
    if (singly && !(architecture.network() instanceof Layer.Windows)) {
      throw new IllegalArgumentException(
          "windowHop is of the family binary, whose windows can be learnt from one by one; leave it out");
    }
    int reach = architecture.lookBack() + architecture.lookAhead();
    boolean windows = !(architecture.front() instanceof FrontEnd.Bands);
    if (windows && frames <= reach) {
      throw new IllegalArgumentException(
          "segmentFrames must be above %d, which a network of this family sees at once, was %d"
              .formatted(reach, frames));
    }
  }

  private Segments segments() throws IOException {
    int frames = yaml.whole("segmentFrames", 176, 16, 4096);
    return new Segments(
        frames,
        yaml.whole("margin", 6, 0, frames / 4),
        yaml.whole("windowHop", 1, 1, 4096),
        yaml.whole("batch", 6, 1, 256));
  }

  private Schedule schedule() throws IOException {
    var usual = Schedule.defaults();
    return new Schedule(
        yaml.number("rate", usual.rate()),
        yaml.whole("warmUpSteps", usual.warmUpSteps(), 0, Integer.MAX_VALUE),
        yaml.share("constantShare", usual.constantShare()),
        yaml.share("finalRate", usual.finalRate()));
  }

  private Distillation distillation() throws IOException {
    if (!yaml.has("teacher")) {
      return Distillation.NONE;
    }
    var teacher = yaml.section("teacher");
    String model = teacher.text("model", "");
    if (model.isEmpty()) {
      throw teacher.wrong("model", "a model's name and version, or an .onnx file", "left out");
    }
    var distillation = new Distillation(model, teacher.share("share", 0.5));
    teacher.requireNothingLeft();
    return distillation;
  }

  private MicroSampleSplit microSamples() throws IOException {
    if (!yaml.has("microSamples")) {
      return MicroSampleSplit.NONE;
    }
    var fixed = yaml.section("microSamples");
    var split =
        new MicroSampleSplit(
            fixed.whole("count", 1_000_000, 1, Integer.MAX_VALUE), fixed.share("heldOut", 0.2));
    fixed.requireNothingLeft();
    return split;
  }

  private MixRecipe mix() throws IOException {
    var mix = yaml.section("mix");
    var usual = MixRecipe.defaults();
    var effects = usual.effects();
    var recipe =
        new MixRecipe(
            new MixRecipe.Sources(
                mix.number("phraseShare", usual.sources().phraseShare()),
                mix.number("instrumentalShare", usual.sources().instrumentalShare()),
                mix.number("midiShare", usual.sources().midiShare())),
            new MixRecipe.Absences(
                mix.number("noVocals", usual.absences().noVocals()),
                mix.number("noAccompaniment", usual.absences().noAccompaniment()),
                mix.number("noStem", usual.absences().noStem())),
            new MixRecipe.Whole(
                mix.number("mono", usual.whole().mono()),
                mix.number("lowPassed", usual.whole().lowPassed()),
                mix.number("songEdge", usual.whole().songEdge()),
                mix.number("anyLevel", usual.whole().anyLevel()),
                mix.number("inverted", usual.whole().inverted()),
                mix.number("oneSided", usual.whole().oneSided())),
            new MixEffects(
                mix.number("pan", effects.pan()),
                mix.number("equaliser", effects.equaliser()),
                mix.number("reverb", effects.reverb()),
                mix.number("coded", effects.coded()),
                mix.number("bandLimited", effects.bandLimited()),
                mix.number("matchedTop", effects.matchedTop()),
                mix.number("sameSong", effects.sameSong())));
    mix.requireNothingLeft();
    return recipe;
  }

  private Family family() throws IOException {
    return switch (yaml.text("family", "studio")) {
      case "studio" -> new Family.StudioMasks(network(0, UNetSettings.Skips.CONCATENATE));
      case "live" ->
          new Family.LiveMasks(
              network(yaml.whole("recurrentUnits", 0, 0, 1024), skips()),
              new Live.Time(
                  yaml.whole("fftLength", Live.Time.DEFAULT.fftLength(), 2048, 4096),
                  yaml.whole("lookAhead", Live.Time.DEFAULT.lookAhead(), 0, 16)));
      case "binary" -> binary();
      case "cepstral" -> cepstral();
      case "voice" -> voice();
      case String other ->
          throw yaml.wrong("family", "studio, live, binary, cepstral or voice", other);
    };
  }

  private UNetSettings.Skips skips() throws IOException {
    return switch (yaml.text("skips", "concatenate")) {
      case "concatenate" -> UNetSettings.Skips.CONCATENATE;
      case "multiply" -> UNetSettings.Skips.MULTIPLY;
      case String other -> throw yaml.wrong("skips", "concatenate or multiply", other);
    };
  }

  private UNetSettings network(int recurrentUnits, UNetSettings.Skips skips) throws IOException {
    return new UNetSettings(
        yaml.numbers("channels", CHANNELS),
        yaml.whole("frequencyTransform", 0, 0, 64),
        yaml.whole("bottomBlocks", 0, 0, 16),
        yaml.flag("localLevel", false),
        recurrentUnits,
        skips);
  }

  private Family binary() throws IOException {
    var time =
        switch (yaml.text("frame", "centre")) {
          case "centre" -> Binary.Time.CENTRE;
          case "last" -> Binary.Time.LAST;
          case String other -> throw yaml.wrong("frame", "centre or last", other);
        };
    return switch (yaml.text("output", "mask")) {
      case "mask" -> new Family.BinaryMasks(target(), time);
      case "voice" -> new Family.BinaryVoice(time);
      case String other -> throw yaml.wrong("output", "mask or voice", other);
    };
  }

  private Family cepstral() throws IOException {
    var channels = yaml.numbers("channels", CEPSTRAL_CHANNELS);
    if (channels.size() > 64) {
      throw yaml.wrong("channels", "those of 1 to 64 blocks", channels.size() + " of them");
    }
    boolean causal =
        switch (yaml.text("frame", "centre")) {
          case "centre" -> false;
          case "last" -> true;
          case String other -> throw yaml.wrong("frame", "centre or last", other);
        };
    return new Family.CepstralMasks(
        new Cepstral.Settings(
            channels,
            yaml.whole("exemplars", 256, 2, 65_536),
            yaml.whole("heads", 1, 1, 32),
            yaml.whole("embedding", 32, 1, 256),
            yaml.whole("patchFrames", 25, 9, 257),
            causal,
            yaml.flag("midSide", false)));
  }

  private Family voice() throws IOException {
    var time =
        switch (yaml.text("frame", "centre")) {
          case "centre" -> VoiceNetwork.Time.BOTH_WAYS;
          case "last" -> VoiceNetwork.Time.CAUSAL;
          case String other -> throw yaml.wrong("frame", "centre or last", other);
        };
    return new Family.Voice(
        network(0, UNetSettings.Skips.CONCATENATE), time, yaml.whole("bandsPerRow", 1, 1, 8));
  }

  private Head.Target target() throws IOException {
    return switch (yaml.text("target", "binary")) {
      case "magnitude" -> Head.Target.MAGNITUDE;
      case "soft" -> Head.Target.SOFT;
      case "binary" -> Head.Target.BINARY;
      case String other -> throw yaml.wrong("target", "magnitude, soft or binary", other);
    };
  }

  private Precision precision() throws IOException {
    return switch (yaml.text("precision", "bfloat16")) {
      case "bfloat16" -> Precision.BFLOAT16;
      case "float" -> Precision.FLOAT;
      case String other -> throw yaml.wrong("precision", "bfloat16 or float", other);
    };
  }

  private LossKind loss() throws IOException {
    return switch (yaml.text("loss", "")) {
      case "" -> LossKind.DEFAULT;
      case "compressed" -> LossKind.COMPRESSED;
      case "complex" -> LossKind.COMPLEX;
      case "square" -> LossKind.SQUARE;
      case "entropy" -> LossKind.ENTROPY;
      case String other ->
          throw yaml.wrong("loss", "compressed, complex, square or entropy", other);
    };
  }

  private ComputeDevice.Choice device() throws IOException {
    return switch (yaml.text("device", "auto")) {
      case "auto" -> ComputeDevice.Choice.AUTO;
      case "cpu" -> ComputeDevice.Choice.CPU;
      case "cuda" -> ComputeDevice.Choice.CUDA;
      case String other -> throw yaml.wrong("device", "auto, cpu or cuda", other);
    };
  }
}
