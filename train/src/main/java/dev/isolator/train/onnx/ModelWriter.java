package dev.isolator.train.onnx;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.isolator.file.AtomicFile;
import dev.isolator.file.Sha256;
import dev.isolator.train.family.Architecture;
import dev.isolator.train.family.Head;
import dev.isolator.train.layer.WeightValues;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes a trained network and its card: `NAME-VERSION.onnx` with the card in its metadata, and
/// the same card as `NAME-VERSION.json` with the file's SHA-256.
public final class ModelWriter {
  private ModelWriter() {}

  /// What a card says besides the architecture.
  ///
  /// @param name as people call the model, `[a-z0-9-]+`
  /// @param version of the weights
  /// @param licence of the weights
  /// @param training how it was trained, one line
  /// @param trainingData one object with `what`, `licence`, `credit` each
  /// @param metrics one object each, with the command that measures it
  /// @param run of the learning loop, `[a-z0-9-]+`; empty = none
  public record Provenance(
      String name,
      String version,
      String licence,
      String training,
      List<JsonObject> trainingData,
      List<JsonObject> metrics,
      String run) {
    /// Of a model that no run of the learning loop trained.
    public Provenance(
        String name,
        String version,
        String licence,
        String training,
        List<JsonObject> trainingData,
        List<JsonObject> metrics) {
      this(name, version, licence, training, trainingData, metrics, "");
    }
  }

  /// Writes both files, each complete or not at all.
  ///
  /// @return the ONNX file
  public static Path write(
      Path folder, Architecture architecture, WeightValues weights, Provenance provenance)
      throws IOException {
    return write(folder, new TrainedNetwork(architecture, weights), null, provenance);
  }

  /// As [#write(Path, Architecture, WeightValues, Provenance)], with a network for voice activity
  /// beside the one for masks, as output `voice`, `[1][frames]`. Both run whenever the model does.
  ///
  /// @param voice on the same grid, or null
  public static Path write(
      Path folder, TrainedNetwork network, @Nullable TrainedNetwork voice, Provenance provenance)
      throws IOException {
    var card = card(network, voice, provenance);
    byte[] onnx = SongGraph.of(network, voice).bytes(metadata(card));
    card.addProperty("sha256", Sha256.of(onnx));
    Files.createDirectories(folder);
    Path file = folder.resolve(base(provenance) + ".onnx");
    AtomicFile.write(file, onnx);
    writeCard(folder.resolve(base(provenance) + ".json"), card);
    return file;
  }

  /// Writes a causal network as a stream, `NAME-VERSION.stream.onnx`, a
  /// [dev.isolator.model.FrameModel], with the same card inside and the contract `frame`: inputs
  /// `spectrum` (one frame) and `state.K`, outputs `mask` and `next.K`, which are the states of the
  /// next frame. States begin as zeros; `lookBackFrames + lookAheadFrames` silent frames, rounded
  /// up to `frameMultiple`, go before a song, and masks come `lookAheadFrames` late. The card of
  /// the same model, where it lies there, gets the stream's hash as `streamSha256`.
  ///
  /// @return the ONNX file
  public static Path writeStream(
      Path folder, Architecture architecture, WeightValues weights, Provenance provenance)
      throws IOException {
    return writeStream(folder, new TrainedNetwork(architecture, weights), null, provenance);
  }

  /// As [#writeStream(Path, Architecture, WeightValues, Provenance)], with a network for voice
  /// activity beside the one for masks, as output `voice`, `[1][1]`.
  ///
  /// @param voice causal, on the same grid, or null
  public static Path writeStream(
      Path folder, TrainedNetwork network, @Nullable TrainedNetwork voice, Provenance provenance)
      throws IOException {
    var card = card(network, voice, provenance);
    card.addProperty("contract", "frame");
    byte[] onnx = StreamGraph.of(network, voice).bytes(metadata(card));
    return writeVariant(folder.resolve(base(provenance) + ".onnx"), "stream", onnx);
  }

  /// Writes a model's network with its convolutions in 8 bits beside it, `NAME.int8.onnx`, with the
  /// same card inside. The card of the model gets its hash as `int8Sha256`. See [Int8Quantiser].
  ///
  /// @param model `NAME.onnx`, a model of whole songs
  /// @param spectra of calibration, each `[4][bins][frames]` in one array
  /// @param bins of a spectrum
  /// @return the ONNX file
  public static Path writeInt8(Path model, Iterable<float[]> spectra, int bins) throws IOException {
    byte[] onnx =
        Int8Quantiser.quantised(model.toString(), ModelReader.bytes(model), spectra, bins);
    return writeVariant(model, "int8", onnx);
  }

  /// Stores the weights of a model's files in 16 bits, see [HalfPrecision]: of the model and of
  /// what lies beside it, `NAME.stream.onnx` and `NAME.int8.onnx`. The card gets their new hashes.
  ///
  /// @param model `NAME.onnx`, with its card beside it
  /// @throws IOException if a weight is too large for 16 bits; that file is left as it was
  public static void storeInHalf(Path model) throws IOException {
    Path json = model.resolveSibling(base(model) + ".json");
    var card = JsonParser.parseString(Files.readString(json)).getAsJsonObject();
    for (String variant : List.of("", "stream", "int8")) {
      Path file = variant.isEmpty() ? model : beside(model, variant);
      if (Files.isRegularFile(file)) {
        byte[] onnx = HalfPrecision.stored(file.toString(), ModelReader.bytes(file));
        AtomicFile.write(file, onnx);
        card.addProperty(variant.isEmpty() ? "sha256" : variant + "Sha256", Sha256.of(onnx));
        writeCard(json, card);
      }
    }
  }

  /// Writes the stream of a causal model that was written before, beside it, with the model's own
  /// weights and card.
  ///
  /// @param model `NAME.onnx`, without a network for voice activity
  /// @return the ONNX file, `NAME.stream.onnx`
  /// @throws IOException if the file is no model of this architecture
  public static Path writeStreamBeside(Path model, Architecture architecture) throws IOException {
    var weights = ModelReader.read(model, architecture);
    var metadata = new LinkedHashMap<>(ModelReader.metadata(model));
    metadata.put("contract", "frame");
    var network = new TrainedNetwork(architecture, weights);
    return writeVariant(model, "stream", StreamGraph.of(network, null).bytes(metadata));
  }

  /// Writes another graph of a model beside it, `NAME.VARIANT.onnx`, and its hash into the model's
  /// card where that lies there.
  private static Path writeVariant(Path model, String variant, byte[] onnx) throws IOException {
    Files.createDirectories(model.toAbsolutePath().getParent());
    Path file = beside(model, variant);
    AtomicFile.write(file, onnx);
    Path json = model.resolveSibling(base(model) + ".json");
    if (Files.isRegularFile(json)) {
      var card = JsonParser.parseString(Files.readString(json)).getAsJsonObject();
      card.addProperty(variant + "Sha256", Sha256.of(onnx));
      writeCard(json, card);
    }
    return file;
  }

  private static String base(Path model) {
    String name = model.getFileName().toString();
    return name.substring(0, name.length() - ".onnx".length());
  }

  private static Path beside(Path model, String variant) {
    return model.resolveSibling(base(model) + "." + variant + ".onnx");
  }

  private static void writeCard(Path json, JsonObject card) throws IOException {
    var gson = new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();
    AtomicFile.write(json, gson.toJson(card) + "\n");
  }

  private static String base(Provenance provenance) {
    return provenance.name() + "-" + provenance.version();
  }

  private static Map<String, String> metadata(JsonObject card) {
    var metadata = new LinkedHashMap<String, String>();
    card.entrySet().forEach(e -> metadata.put(e.getKey(), text(e.getValue())));
    return metadata;
  }

  private static JsonObject card(
      TrainedNetwork network, @Nullable TrainedNetwork voice, Provenance p) {
    var a = network.architecture();
    var v = voice == null ? a : voice.architecture();
    long beside = voice == null ? 0 : v.weights().parameterCount();
    var card = new JsonObject();
    card.addProperty("name", p.name());
    card.addProperty("version", p.version());
    card.addProperty("family", a.family());
    var gson = new Gson();
    boolean detector = a.head() instanceof Head.Voice;
    card.add("stems", gson.toJsonTree(detector ? List.of() : network.stems()));
    if (detector) {
      card.addProperty("contract", "voice");
    }
    card.addProperty("sampleRate", a.sampleRate());
    card.addProperty("fftLength", a.fftLength());
    card.addProperty("hopLength", a.hopLength());
    card.addProperty("window", "hann-periodic");
    card.addProperty("lookBackFrames", Math.max(a.lookBack(), v.lookBack()));
    card.addProperty("lookAheadFrames", Math.max(a.lookAhead(), v.lookAhead()));
    card.addProperty("frameMultiple", a.frameMultiple());
    if (a.head() instanceof Head.VoiceAndShares) {
      card.addProperty("voiceGate", true);
    }
    card.addProperty("parameters", a.weights().parameterCount() + beside);
    card.addProperty("licence", p.licence());
    card.add("trainingData", array(p.trainingData()));
    card.addProperty("training", p.training());
    if (!p.run().isEmpty()) {
      card.addProperty("run", p.run());
    }
    card.add("metrics", array(p.metrics()));
    return card;
  }

  private static JsonArray array(List<JsonObject> objects) {
    var array = new JsonArray();
    objects.forEach(array::add);
    return array;
  }

  private static String text(JsonElement value) {
    return value.isJsonPrimitive() ? value.getAsString() : value.toString();
  }
}
