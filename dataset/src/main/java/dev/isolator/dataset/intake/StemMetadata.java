package dev.isolator.dataset.intake;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.isolator.audio.Mp4Boxes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Reads the metadata of a Native Instruments `.stem.mp4`: the names of its stems.
///
/// The MP4 box `moov/udta/stem` holds JSON with an array `stems` of objects with a `name`, one for
/// each audio track after the first, which is the mix. Other writers (MUSDB18) have no such box.
///
/// Source: the Stem specification of Native Instruments, 2015.
final class StemMetadata {
  /// Larger boxes are ignored: names and colours take a few hundred bytes.
  private static final int MOST_BYTES = 1 << 20;

  private static final int MOST_STEMS = 64;

  private StemMetadata() {}

  /// The names in order; empty if the file has no such box or an invalid one.
  static List<String> names(Path file) throws IOException {
    try (var channel = FileChannel.open(file)) {
      var boxes = new Mp4Boxes(channel);
      var box = boxes.find("moov", "udta", "stem");
      if (box == null || box.end() - box.body() > MOST_BYTES) {
        return List.of();
      }
      ByteBuffer text = boxes.read(box.body(), (int) (box.end() - box.body()));
      var bytes = new byte[text.remaining()];
      text.get(bytes);
      return parse(bytes);
    }
  }

  private static List<String> parse(byte[] text) {
    var names = new ArrayList<String>();
    try {
      if (JsonParser.parseString(new String(text, StandardCharsets.UTF_8)) instanceof JsonObject all
          && all.get("stems") instanceof JsonArray stems
          && stems.size() <= MOST_STEMS) {
        for (var stem : stems) {
          names.add(
              stem instanceof JsonObject one && one.has("name") && one.get("name").isJsonPrimitive()
                  ? one.get("name").getAsString()
                  : "");
        }
      }
    } catch (JsonParseException e) {
      return List.of(); // treated as no names: the order of the tracks is used
    }
    return names;
  }
}
