package dev.isolator.model;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import java.util.Locale;

/// Writes cards as [CardReader] reads them: one flat object, with the keys of the contract's kind.
final class CardWriter {
  static final Gson GSON = new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

  private CardWriter() {}

  static String json(ModelCard card) {
    var json = new JsonObject();
    json.addProperty("name", card.name());
    json.addProperty("version", card.version());
    json.addProperty("family", card.family());
    json.add("stems", GSON.toJsonTree(card.stems()));
    json.addProperty("contract", card.contract().kind());
    contract(card.contract(), json);
    voice(card.voice(), json);
    var provenance = card.provenance();
    json.addProperty("parameters", provenance.parameters());
    json.addProperty("licence", provenance.licence());
    json.add("trainingData", GSON.toJsonTree(provenance.trainingData()));
    json.addProperty("training", provenance.training());
    if (!provenance.run().isEmpty()) {
      json.addProperty("run", provenance.run());
    }
    json.add("metrics", GSON.toJsonTree(provenance.metrics()));
    json.addProperty("sha256", card.sha256());
    if (!card.streamSha256().isEmpty()) {
      json.addProperty("streamSha256", card.streamSha256());
    }
    if (!card.int8Sha256().isEmpty()) {
      json.addProperty("int8Sha256", card.int8Sha256());
    }
    return GSON.toJson(json) + "\n";
  }

  private static void voice(VoiceThresholds voice, JsonObject json) {
    if (!Double.isNaN(voice.on())) {
      json.addProperty("voiceOn", voice.on());
    }
    if (!Double.isNaN(voice.off())) {
      json.addProperty("voiceOff", voice.off());
    }
    if (voice.medianSeconds() > 0) {
      json.addProperty("voiceMedianSeconds", voice.medianSeconds());
    }
  }

  private static void contract(Contract contract, JsonObject json) {
    switch (contract) {
      case Contract.Chunk(var grid, var reach, int chunkFrames, boolean voiceGate) -> {
        grid(grid, json);
        reach(reach, json);
        json.addProperty("chunkFrames", chunkFrames);
        json.addProperty("voiceGate", voiceGate);
      }
      case Contract.Voice(var grid, var reach, int chunkFrames) -> {
        grid(grid, json);
        reach(reach, json);
        json.addProperty("chunkFrames", chunkFrames);
      }
      case Contract.Frame(var grid, var reach) -> {
        grid(grid, json);
        reach(reach, json);
      }
      case Contract.Segment segment -> segment(segment, json);
      case Contract.Adapted(var segment, var adapter) -> {
        segment(segment, json);
        json.add("adapter", GSON.toJsonTree(adapter));
      }
      case Contract.Song(), Contract.Members() -> {}
    }
  }

  private static void segment(Contract.Segment segment, JsonObject json) {
    json.addProperty("sampleRate", segment.sampleRate());
    json.addProperty("segmentFrames", segment.segmentFrames());
    json.addProperty("strideFrames", segment.strideFrames());
    json.addProperty("marginFrames", segment.marginFrames());
    json.addProperty("leadFrames", segment.leadFrames());
    json.addProperty("blend", name(segment.blend()));
    json.addProperty("ends", name(segment.ends()));
    json.addProperty("standardised", segment.standardised());
  }

  /// A constant's name in a card.
  static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static void grid(Grid grid, JsonObject json) {
    json.addProperty("sampleRate", grid.sampleRate());
    json.addProperty("fftLength", grid.fftLength());
    json.addProperty("hopLength", grid.hopLength());
    json.addProperty("window", grid.window());
  }

  private static void reach(Reach reach, JsonObject json) {
    json.addProperty("lookBackFrames", reach.lookBackFrames());
    json.addProperty("lookAheadFrames", reach.lookAheadFrames());
    json.addProperty("frameMultiple", reach.frameMultiple());
  }
}
