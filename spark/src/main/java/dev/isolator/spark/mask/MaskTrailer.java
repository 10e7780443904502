package dev.isolator.spark.mask;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

/// What a mask file says last: the song, and where its blocks are.
///
/// @param songHash the SHA-256 of the song's file
/// @param sampleRate of the song, in Hz
/// @param channels of the song
/// @param samples per channel of the song
/// @param frames spectra of the song on the network's grid
/// @param pairs of channels that the network was asked about
/// @param lengths bytes of each block, in their order
@SuppressWarnings("ArrayRecordComponent") // an index, compared by nobody
record MaskTrailer(
    String songHash,
    int sampleRate,
    int channels,
    long samples,
    long frames,
    int pairs,
    int[] lengths) {
  MaskTrailer {
    if (!songHash.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException("songHash must be 64 hexadecimal digits");
    }
  }

  JsonObject toJson() {
    var json = new JsonObject();
    json.addProperty("songHash", songHash);
    json.addProperty("sampleRate", sampleRate);
    json.addProperty("channels", channels);
    json.addProperty("samples", samples);
    json.addProperty("frames", frames);
    json.addProperty("pairs", pairs);
    var blocks = new JsonArray();
    for (int length : lengths) {
      blocks.add(length);
    }
    json.add("blocks", blocks);
    return json;
  }

  /// @throws RuntimeException if a value is missing
  static MaskTrailer fromJson(JsonObject json) {
    JsonArray blocks = json.getAsJsonArray("blocks");
    var lengths = new int[blocks.size()];
    for (int i = 0; i < lengths.length; i++) {
      lengths[i] = blocks.get(i).getAsInt();
    }
    return new MaskTrailer(
        json.get("songHash").getAsString(),
        json.get("sampleRate").getAsInt(),
        json.get("channels").getAsInt(),
        json.get("samples").getAsLong(),
        json.get("frames").getAsLong(),
        json.get("pairs").getAsInt(),
        lengths);
  }
}
