package dev.isolator.model;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads cards: from the JSON beside a model, or from the metadata inside it, where every value is
/// a text. Cards come from outside; each value is checked against its range.
final class CardReader {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");
  private static final Pattern STEM = Pattern.compile("[a-z0-9][a-z0-9_-]{0,31}");
  private static final Pattern HASH = Pattern.compile("([0-9a-f]{64})?");

  /// Frames in a chunk for one frame of halo: 768 for a halo of 2 × 123 at multiples of 16. A
  /// longer chunk wastes less on its halo and takes more memory; measured in docs/decisions/0006.
  private static final double DEFAULT_CHUNK_PER_HALO = 3;

  private final String where;
  private final JsonObject json;

  private CardReader(String where, JsonObject json) {
    this.where = where;
    this.json = json;
  }

  /// Reads a card as JSON.
  ///
  /// @param where the file's name for messages
  static ModelCard fromJson(String where, String text) throws ModelException {
    try {
      JsonElement json = JsonParser.parseString(text);
      if (!json.isJsonObject()) {
        throw new ModelException(where + ": expected a model card (a JSON object), found " + json);
      }
      return new CardReader(where, json.getAsJsonObject()).card();
    } catch (JsonParseException e) {
      throw new ModelException(
          where + ": expected a model card in JSON, found: " + e.getMessage(), e);
    }
  }

  /// Reads a card from ONNX metadata.
  static ModelCard fromMetadata(String where, Map<String, String> metadata) throws ModelException {
    var json = new JsonObject();
    for (var entry : metadata.entrySet()) {
      json.add(entry.getKey(), value(entry.getValue()));
    }
    return new CardReader(where, json).card();
  }

  /// Metadata holds lists as JSON texts, everything else as it is.
  private static JsonElement value(String text) {
    if (text.startsWith("[")) {
      try {
        return JsonParser.parseString(text);
      } catch (JsonParseException e) {
        return new JsonPrimitive(text); // a text that begins with a bracket
      }
    }
    return new JsonPrimitive(text);
  }

  private ModelCard card() throws ModelException {
    Contract contract = contract();
    return new ModelCard(
        matching("name", NAME),
        matching("version", NAME),
        text("family", "unknown"),
        stems(contract),
        contract,
        new ModelCard.Provenance(
            number("parameters", 0, Integer.MAX_VALUE, 0),
            text("licence", "not stated"),
            trainingData(),
            metrics(),
            text("training", "not stated"),
            run()),
        hash("sha256"),
        hash("streamSha256"),
        hash("int8Sha256"),
        voice());
  }

  private VoiceThresholds voice() throws ModelException {
    try {
      return new VoiceThresholds(
          real("voiceOn", Double.NaN), real("voiceOff", Double.NaN), real("voiceMedianSeconds", 0));
    } catch (IllegalArgumentException e) {
      throw new ModelException(
          "%s: the model card's %s; get the model again from where it came"
              .formatted(where, e.getMessage()),
          e);
    }
  }

  /// A number; `otherwise` where it is missing.
  private double real(String key, double otherwise) throws ModelException {
    String value = text(key, "");
    try {
      return value.isEmpty() ? otherwise : Double.parseDouble(value);
    } catch (NumberFormatException e) {
      throw wrong(key, "a number", value);
    }
  }

  private String run() throws ModelException {
    return text("run", "").isEmpty() ? "" : matching("run", NAME);
  }

  private Contract contract() throws ModelException {
    String kind = text("contract", "chunk");
    return switch (kind) {
      case "chunk" -> chunk();
      case "frame" -> frame();
      case "segment" -> plain(segment(1 << 24));
      case "adapted" -> adapted(segment(1 << 22), adapter());
      case "song" -> new Contract.Song();
      case "voice" -> voiceContract();
      default -> throw wrong("contract", "chunk, frame, segment, adapted, song or voice", kind);
    };
  }

  private Contract.Chunk chunk() throws ModelException {
    Reach reach = reach(100_000);
    return new Contract.Chunk(grid(), reach, chunkFrames(reach), flag("voiceGate"));
  }

  private Contract.Voice voiceContract() throws ModelException {
    Reach reach = reach(100_000);
    return new Contract.Voice(grid(), reach, chunkFrames(reach));
  }

  private int chunkFrames(Reach reach) throws ModelException {
    int halo = reach.haloBack() + reach.haloAhead(0);
    int multiple = reach.frameMultiple();
    int chunk =
        number(
            "chunkFrames",
            halo + multiple,
            1 << 16,
            Reach.roundUp((int) Math.max(256, halo * DEFAULT_CHUNK_PER_HALO), multiple));
    if (chunk % multiple != 0) {
      throw wrong("chunkFrames", "a multiple of frameMultiple " + multiple, chunk);
    }
    return chunk;
  }

  private Contract.Frame frame() throws ModelException {
    return new Contract.Frame(grid(), reach(Contract.Frame.MOST_LOOK_AHEAD));
  }

  /// A network without an adapter has no spectra whose windows could be weights.
  private Contract.Segment plain(Contract.Segment segment) throws ModelException {
    if (segment.blend() == Contract.Blend.WINDOWS) {
      throw wrong("blend", "another than windows without an adapter", "windows");
    }
    return segment;
  }

  /// Checks what segment and adapter must have in common.
  private Contract.Adapted adapted(Contract.Segment segment, Adapter adapter)
      throws ModelException {
    var spectra = adapter.spectra();
    if (segment.blend() == Contract.Blend.WINDOWS) {
      int frames = spectra == null ? 0 : spectra.hopLength() * (spectra.frames() - 1);
      if (spectra == null
          || spectra.firstSample() != 0
          || segment.segmentFrames() != frames + spectra.fftLength()
          || segment.marginFrames() % spectra.hopLength() != 0
          || segment.strideFrames() % spectra.hopLength() != 0) {
        throw wrong("blend", "another than windows where frames do not fill segments", "windows");
      }
    }
    if (segment.ends() == Contract.Ends.CENTRED
        && segment.marginFrames() + segment.leadFrames() > 0) {
      throw wrong("ends", "another than centred with a margin or a lead", "centred");
    }
    return new Contract.Adapted(segment, adapter);
  }

  /// @param most frames of a segment
  private Contract.Segment segment(int most) throws ModelException {
    int segment = number("segmentFrames", 1, most, -1);
    int margin = number("marginFrames", 0, (segment - 1) / 2, 0);
    int used = segment - 2 * margin;
    return new Contract.Segment(
        number("sampleRate", 8000, 192_000, -1),
        segment,
        number("strideFrames", 1, used, -1),
        margin,
        number("leadFrames", 0, segment / 2, 0),
        choice("blend", Contract.Blend.values(), Contract.Blend.TRIANGULAR),
        choice("ends", Contract.Ends.values(), Contract.Ends.SILENT),
        flag("standardised"));
  }

  /// One of an enumeration's constants, by its name in lower case.
  private <E extends Enum<E>> E choice(String key, E[] values, E otherwise) throws ModelException {
    String name = text(key, CardWriter.name(otherwise));
    for (E value : values) {
      if (CardWriter.name(value).equals(name)) {
        return value;
      }
    }
    String all = Stream.of(values).map(CardWriter::name).collect(Collectors.joining(", "));
    throw wrong(key, "one of " + all, name);
  }

  private Adapter adapter() throws ModelException {
    try {
      Adapter adapter = CardWriter.GSON.fromJson(json.get("adapter"), Adapter.class);
      if (adapter != null) {
        return adapter;
      }
    } catch (RuntimeException e) { // Gson wraps what a record's constructor refuses
      Throwable cause = e;
      while (cause.getCause() != null) {
        cause = cause.getCause();
      }
      throw wrong("adapter", "as docs/outside-models.md says", cause.getMessage());
    }
    throw wrong("adapter", "as docs/outside-models.md says", "none");
  }

  private Reach reach(int mostAhead) throws ModelException {
    int multiple = number("frameMultiple", 1, 4096, -1);
    int back = number("lookBackFrames", 0, 100_000, -1);
    int ahead = number("lookAheadFrames", 0, mostAhead, -1);
    return new Reach(back, ahead, multiple);
  }

  private Grid grid() throws ModelException {
    int fft = number("fftLength", 16, 1 << 16, -1);
    String window = text("window", "hann-periodic");
    if (!window.equals("hann-periodic")) {
      throw wrong("window", "hann-periodic", window);
    }
    return new Grid(
        number("sampleRate", 8000, 192_000, -1), fft, number("hopLength", 1, fft / 2, -1), window);
  }

  private String hash(String key) throws ModelException {
    String hash = text(key, "");
    if (!HASH.matcher(hash).matches()) {
      throw wrong(key, "64 lower-case hex digits", hash);
    }
    return hash;
  }

  private List<String> stems(Contract contract) throws ModelException {
    var stems = new ArrayList<String>();
    for (JsonElement stem : list("stems")) {
      String name = stem.isJsonPrimitive() ? stem.getAsString() : stem.toString();
      if (!STEM.matcher(name).matches() || stems.contains(name)) {
        throw wrong("stems", "different names of a-z, 0-9, - and _", name);
      }
      stems.add(name);
    }
    if (contract instanceof Contract.Voice) {
      if (!stems.isEmpty()) {
        throw wrong("stems", "none with the contract voice", String.join(", ", stems));
      }
      return stems;
    }
    if (stems.size() < 2 || stems.size() > 16) {
      throw wrong("stems", "2 to 16 of them", stems.size());
    }
    return stems;
  }

  private List<ModelCard.TrainingData> trainingData() {
    var data = new ArrayList<ModelCard.TrainingData>();
    for (JsonElement source : list("trainingData")) {
      if (source.isJsonObject()) {
        JsonObject o = source.getAsJsonObject();
        data.add(
            new ModelCard.TrainingData(
                member(o, "what"), member(o, "licence"), member(o, "credit")));
      } else {
        data.add(new ModelCard.TrainingData(plain(source), "not stated", "not stated"));
      }
    }
    return data;
  }

  private List<String> metrics() {
    var metrics = new ArrayList<String>();
    for (JsonElement metric : list("metrics")) {
      if (metric.isJsonObject()) {
        var line = new StringBuilder();
        for (var part : metric.getAsJsonObject().entrySet()) {
          line.append(line.isEmpty() ? "" : ", ").append(part.getKey()).append(' ');
          line.append(plain(part.getValue()));
        }
        metrics.add(line.toString());
      } else {
        metrics.add(plain(metric));
      }
    }
    return metrics;
  }

  private static String member(JsonObject o, String key) {
    JsonElement value = o.get(key);
    return value == null ? "not stated" : plain(value);
  }

  private static String plain(JsonElement value) {
    return value.isJsonPrimitive() ? value.getAsString() : value.toString();
  }

  private JsonArray list(String key) {
    JsonElement value = json.get(key);
    return value != null && value.isJsonArray() ? value.getAsJsonArray() : new JsonArray();
  }

  private String text(String key, String otherwise) {
    JsonElement value = json.get(key);
    return value == null ? otherwise : plain(value);
  }

  private String matching(String key, Pattern pattern) throws ModelException {
    String value = text(key, "");
    if (!pattern.matcher(value).matches()) {
      throw wrong(key, "a-z, 0-9, dots and dashes, 64 at most", value);
    }
    return value;
  }

  /// `true` or `false`; false where it is missing.
  private boolean flag(String key) throws ModelException {
    String value = text(key, "false");
    if (!value.equals("true") && !value.equals("false")) {
      throw wrong(key, "true or false", value);
    }
    return value.equals("true");
  }

  /// A whole number; `otherwise` where it is missing, unless that is negative.
  private int number(String key, int least, int most, int otherwise) throws ModelException {
    String value = text(key, "");
    if (value.isEmpty() && otherwise >= 0) {
      return otherwise;
    }
    try {
      double number = Double.parseDouble(value);
      if (number >= least && number <= most && number == Math.rint(number)) {
        return (int) number;
      }
    } catch (NumberFormatException e) {
      throw wrong(key, "a whole number from %d to %d".formatted(least, most), value);
    }
    throw wrong(key, "a whole number from %d to %d".formatted(least, most), value);
  }

  private ModelException wrong(String key, String expected, @Nullable Object found) {
    return new ModelException(
        "%s: the model card's %s must be %s, found \"%s\"; get the model again from where it came"
            .formatted(where, key, expected, found));
  }
}
