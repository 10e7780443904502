package dev.isolator.spark.mask;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.isolator.model.Grid;
import dev.isolator.model.VoiceThresholds;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// What a mask file says first: the network's answers are of this form.
///
/// @param model the model's name and version
/// @param identity its hash, or in words what it is made of
/// @param stems of the model; the last one is what the others leave, and is not kept
/// @param grid what spectra the masks are for
/// @param banded whether rows are bands, see [MaskAxis]
/// @param sides masks of a stem: 2, or 1 where left and right are always the same
/// @param blockFrames frames of a block, 1 to [#MOST_BLOCK_FRAMES]
/// @param voice whether the network says where somebody sings
/// @param voiceGate whether the vocals are silenced where it says that nobody does, unless a user
///   wants otherwise
/// @param thresholds from which probability on somebody sings, as the model's card says
public record MaskHeader(
    String model,
    String identity,
    List<String> stems,
    Grid grid,
    boolean banded,
    int sides,
    int blockFrames,
    boolean voice,
    boolean voiceGate,
    VoiceThresholds thresholds) {
  /// The longest block: 3 minutes at 11.6 ms a frame.
  static final int MOST_BLOCK_FRAMES = 16_384;

  /// The most stems of a model.
  private static final int MOST_STEMS = 16;

  public MaskHeader {
    stems = List.copyOf(stems);
    check("stems", stems.size(), 2, MOST_STEMS);
    check("sides", sides, 1, 2);
    check("blockFrames", blockFrames, 1, MOST_BLOCK_FRAMES);
    check("sampleRate", grid.sampleRate(), 8_000, 192_000);
    check("fftLength", grid.fftLength(), 16, 65_536);
    check("hopLength", grid.hopLength(), 1, grid.fftLength() / 2);
  }

  private static void check(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s must be from %d to %d, was %d".formatted(name, least, most, value));
    }
  }

  /// The rows in which masks are kept.
  MaskAxis axis() {
    return banded ? MaskAxis.ofBands(grid) : MaskAxis.ofBins(grid);
  }

  /// Planes of a block: stems but the last, times sides.
  int planes() {
    return (stems.size() - 1) * sides;
  }

  /// The shape of a block's codes.
  MaskBlock.Shape shape() {
    return new MaskBlock.Shape(planes(), sides, axis().rows());
  }

  JsonObject toJson() {
    var json = new JsonObject();
    json.addProperty("model", model);
    json.addProperty("identity", identity);
    var names = new JsonArray();
    stems.forEach(names::add);
    json.add("stems", names);
    json.addProperty("sampleRate", grid.sampleRate());
    json.addProperty("fftLength", grid.fftLength());
    json.addProperty("hopLength", grid.hopLength());
    json.addProperty("window", grid.window());
    json.addProperty("rows", banded ? "bands" : "bins");
    json.addProperty("sides", sides);
    json.addProperty("blockFrames", blockFrames);
    json.addProperty("voice", voice);
    json.addProperty("voiceGate", voiceGate);
    if (!Double.isNaN(thresholds.on())) {
      json.addProperty("voiceOn", thresholds.on());
    }
    if (!Double.isNaN(thresholds.off())) {
      json.addProperty("voiceOff", thresholds.off());
    }
    json.addProperty("voiceMedianSeconds", thresholds.medianSeconds());
    return json;
  }

  /// @throws RuntimeException if a value is missing or out of its range
  static MaskHeader fromJson(JsonObject json) throws IOException {
    var stems = new ArrayList<String>();
    json.getAsJsonArray("stems").forEach(stem -> stems.add(stem.getAsString()));
    return new MaskHeader(
        json.get("model").getAsString(),
        json.get("identity").getAsString(),
        stems,
        new Grid(
            json.get("sampleRate").getAsInt(),
            json.get("fftLength").getAsInt(),
            json.get("hopLength").getAsInt(),
            json.get("window").getAsString()),
        json.get("rows").getAsString().equals("bands"),
        json.get("sides").getAsInt(),
        json.get("blockFrames").getAsInt(),
        json.get("voice").getAsBoolean(),
        json.get("voiceGate").getAsBoolean(),
        new VoiceThresholds(
            threshold(json, "voiceOn"),
            threshold(json, "voiceOff"),
            json.get("voiceMedianSeconds").getAsDouble()));
  }

  private static double threshold(JsonObject json, String key) {
    return json.has(key) ? json.get(key).getAsDouble() : Double.NaN;
  }
}
