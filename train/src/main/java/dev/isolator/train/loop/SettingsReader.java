package dev.isolator.train.loop;

import dev.isolator.train.data.MixEffects;
import dev.isolator.train.data.MixRecipe;
import dev.isolator.train.family.Binary;
import dev.isolator.train.family.Family;
import dev.isolator.train.family.FrontEnd;
import dev.isolator.train.family.Head;
import dev.isolator.train.layer.Layer;
import dev.isolator.train.loss.LossKind;
import dev.isolator.train.loss.Objective;
import dev.isolator.train.torch.ComputeDevice;
import dev.isolator.train.torch.TorchNetwork.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// Reads [Settings] from YAML. Every key is known or refused; what is left out has its default.
public final class SettingsReader {
  private static final List<Integer> CHANNELS = List.of(24, 48, 72, 96, 128);

  private static final List<Integer> CEPSTRAL_CHANNELS = List.of(16, 24, 32, 48);

  private final String where;
  private final Map<String, Object> values;

  private SettingsReader(String where, Map<String, Object> values) {
    this.where = where;
    this.values = values;
  }

  /// Reads a file.
  ///
  /// @throws IOException one line that names file, key, what was expected and found
  public static Settings read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException(
          file + ": expected a configuration (YAML), found nothing there; check the path");
    }
    return parse(file.toString(), Files.readString(file));
  }

  static Settings parse(String where, String text) throws IOException {
    Object document;
    try {
      document = new Load(LoadSettings.builder().setLabel(where).build()).loadFromString(text);
    } catch (YamlEngineException e) {
      throw new IOException(
          "%s: expected YAML, found: %s"
              .formatted(where, String.valueOf(e.getMessage()).lines().findFirst().orElse("")),
          e);
    }
    var reader = new SettingsReader(where, map(where, "a configuration", document));
    var settings = reader.settings();
    reader.requireNothingLeft();
    return settings;
  }

  private Settings settings() throws IOException {
    var schedule = Schedule.defaults();
    var mixes = MixRecipe.defaults();
    var mix = new SettingsReader(where, section("mix"));
    try {
      var settings =
          new Settings(
              text("name", "model"),
              text("version", "1"),
              family(),
              texts("stems", List.of("vocals", "music")),
              whole("seed", 1),
              (int) whole("segmentFrames", 176),
              (int) whole("margin", 6),
              (int) whole("windowHop", 1),
              (int) whole("batch", 6),
              number("minutes", 0),
              whole("steps", 0),
              new Schedule(
                  number("rate", schedule.rate()),
                  (int) whole("warmUpSteps", schedule.warmUpSteps()),
                  number("plateau", schedule.plateau()),
                  number("last", schedule.last())),
              number("weightDecay", 1e-4),
              number("clip", 5),
              precision(),
              loss(),
              number("evenness", 0),
              device(),
              (int) whole("phraseMinutes", 330),
              new MixRecipe(
                  mix.number("phraseShare", mixes.phraseShare()),
                  mix.number("instrumentalShare", mixes.instrumentalShare()),
                  mix.number("midiShare", mixes.midiShare()),
                  mix.number("noVocals", mixes.noVocals()),
                  mix.number("noAccompaniment", mixes.noAccompaniment()),
                  mix.number("noStem", mixes.noStem()),
                  mix.number("mono", mixes.mono()),
                  mix.number("lowPassed", mixes.lowPassed()),
                  mix.number("songEdge", mixes.songEdge()),
                  mix.effects(mixes.effects())),
              number("checkpointMinutes", 5),
              number("validationMinutes", 10),
              (int) whole("patience", 0));
      mix.requireNothingLeft();
      var architecture = settings.architecture();
      if (settings.segmentFrames() % architecture.frameMultiple() != 0) {
        throw new IllegalArgumentException(
            "segmentFrames must be a multiple of %d, was %d"
                .formatted(architecture.frameMultiple(), settings.segmentFrames()));
      }
      LossKind.require(settings.loss(), architecture.head());
      if (settings.evenness() > 0 && !Objective.isFused(architecture, settings.loss())) {
        throw new IllegalArgumentException(
            "evenness is of the families studio and live with their usual loss; leave it out");
      }
      if (settings.windowHop() > 1 && !(architecture.network() instanceof Layer.Windows)) {
        throw new IllegalArgumentException(
            "windowHop is of the family binary, whose windows can be learnt from one by one; leave it out");
      }
      int reach = architecture.lookBack() + architecture.lookAhead();
      boolean windows = !(architecture.front() instanceof FrontEnd.Bands);
      if (windows && settings.segmentFrames() <= reach) {
        throw new IllegalArgumentException(
            "segmentFrames must be above %d, which a network of this family sees at once, was %d"
                .formatted(reach, settings.segmentFrames()));
      }
      return settings;
    } catch (IllegalArgumentException e) {
      throw new IOException(where + ": " + e.getMessage(), e);
    }
  }

  private MixEffects effects(MixEffects usual) throws IOException {
    return new MixEffects(
        number("pan", usual.pan()),
        number("equaliser", usual.equaliser()),
        number("reverb", usual.reverb()),
        number("coded", usual.coded()),
        number("bandLimited", usual.bandLimited()),
        number("matchedTop", usual.matchedTop()),
        number("sameSong", usual.sameSong()));
  }

  private Family family() throws IOException {
    String name = text("family", "studio");
    return switch (name) {
      case "studio" -> new Family.StudioMasks(numbers("channels", CHANNELS), across());
      case "live" -> new Family.LiveMasks(numbers("channels", CHANNELS), across());
      case "binary" -> binary();
      case "cepstral" -> cepstral();
      default ->
          throw new IllegalArgumentException(
              "family must be studio, live, binary or cepstral, was " + name);
    };
  }

  private int across() throws IOException {
    long across = whole("across", 0);
    if (across < 0 || across > 64) {
      throw wrong("across", "from 0 (none) to 64", across);
    }
    return (int) across;
  }

  private Family binary() throws IOException {
    var time =
        switch (text("frame", "centre")) {
          case "centre" -> Binary.Time.CENTRE;
          case "last" -> Binary.Time.LAST;
          case String other -> throw wrong("frame", "centre or last", other);
        };
    return switch (text("output", "mask")) {
      case "mask" -> new Family.BinaryMasks(target(), time);
      case "voice" -> new Family.BinaryVoice(time);
      case String other -> throw wrong("output", "mask or voice", other);
    };
  }

  private Family cepstral() throws IOException {
    var channels = numbers("channels", CEPSTRAL_CHANNELS);
    long exemplars = whole("exemplars", 256);
    if (channels.size() > 64) {
      throw wrong("channels", "those of 1 to 64 blocks", channels.size() + " of them");
    }
    if (exemplars < 2 || exemplars > 65_536) {
      throw wrong("exemplars", "from 2 to 65536", exemplars);
    }
    return switch (text("frame", "centre")) {
      case "centre" -> new Family.CepstralMasks(channels, (int) exemplars, false);
      case "last" -> new Family.CepstralMasks(channels, (int) exemplars, true);
      case String other -> throw wrong("frame", "centre or last", other);
    };
  }

  private Head.Target target() throws IOException {
    return switch (text("target", "binary")) {
      case "magnitude" -> Head.Target.MAGNITUDE;
      case "soft" -> Head.Target.SOFT;
      case "binary" -> Head.Target.BINARY;
      case String other -> throw wrong("target", "magnitude, soft or binary", other);
    };
  }

  private Precision precision() throws IOException {
    String name = text("precision", "bfloat16");
    return switch (name) {
      case "bfloat16" -> Precision.BFLOAT16;
      case "float" -> Precision.FLOAT;
      default -> throw wrong("precision", "bfloat16 or float", name);
    };
  }

  private LossKind loss() throws IOException {
    return switch (text("loss", "")) {
      case "" -> LossKind.USUAL;
      case "compressed" -> LossKind.COMPRESSED;
      case "complex" -> LossKind.COMPLEX;
      case "square" -> LossKind.SQUARE;
      case "entropy" -> LossKind.ENTROPY;
      case String other -> throw wrong("loss", "compressed, complex, square or entropy", other);
    };
  }

  private ComputeDevice.Choice device() throws IOException {
    return switch (text("device", "auto")) {
      case "auto" -> ComputeDevice.Choice.AUTO;
      case "cpu" -> ComputeDevice.Choice.CPU;
      case "cuda" -> ComputeDevice.Choice.CUDA;
      case String other -> throw wrong("device", "auto, cpu or cuda", other);
    };
  }

  private Map<String, Object> section(String key) throws IOException {
    Object value = values.remove(key);
    return value == null ? new LinkedHashMap<>() : map(where, key, value);
  }

  private static Map<String, Object> map(String where, String what, Object value)
      throws IOException {
    if (!(value instanceof Map<?, ?> map)) {
      throw new IOException(
          "%s: expected %s of keys and values, found %s".formatted(where, what, value));
    }
    var copy = new LinkedHashMap<String, Object>();
    map.forEach((k, v) -> copy.put(String.valueOf(k), v));
    return copy;
  }

  private void requireNothingLeft() throws IOException {
    if (!values.isEmpty()) {
      throw new IOException(
          "%s: no setting is called %s; see isolator train --help"
              .formatted(where, values.keySet().iterator().next()));
    }
  }

  private String text(String key, String otherwise) throws IOException {
    Object value = values.remove(key);
    return switch (value) {
      case null -> otherwise;
      case String s when !s.isBlank() -> s;
      case Number n -> n.toString();
      default -> throw wrong(key, "a text", value);
    };
  }

  private double number(String key, double otherwise) throws IOException {
    Object value = values.remove(key);
    return switch (value) {
      case null -> otherwise;
      case Number n -> n.doubleValue();
      default -> throw wrong(key, "a number", value);
    };
  }

  private long whole(String key, long otherwise) throws IOException {
    Object value = values.remove(key);
    return switch (value) {
      case null -> otherwise;
      case Integer n -> n;
      case Long n -> n;
      default -> throw wrong(key, "a whole number", value);
    };
  }

  private List<String> texts(String key, List<String> otherwise) throws IOException {
    Object value = values.remove(key);
    if (value == null) {
      return otherwise;
    }
    var texts = new ArrayList<String>();
    if (value instanceof List<?> list) {
      for (Object entry : list) {
        texts.add(entry instanceof String s ? s : "");
      }
    }
    if (texts.isEmpty() || texts.contains("")) {
      throw wrong(key, "a list of texts", value);
    }
    return texts;
  }

  private List<Integer> numbers(String key, List<Integer> otherwise) throws IOException {
    Object value = values.remove(key);
    if (value == null) {
      return otherwise;
    }
    var numbers = new ArrayList<Integer>();
    if (value instanceof List<?> list) {
      for (Object entry : list) {
        numbers.add(entry instanceof Integer n && n > 0 && n <= 4096 ? n : -1);
      }
    }
    if (numbers.isEmpty() || numbers.contains(-1)) {
      throw wrong(key, "a list of whole numbers from 1 to 4096", value);
    }
    return numbers;
  }

  private IOException wrong(String key, String expected, Object found) {
    return new IOException("%s: %s must be %s, was %s".formatted(where, key, expected, found));
  }
}
