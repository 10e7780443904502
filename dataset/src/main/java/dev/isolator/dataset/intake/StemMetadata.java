package dev.isolator.dataset.intake;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the metadata of a Native Instruments `.stem.mp4`: the names of its stems.
///
/// The MP4 box `moov/udta/stem` holds JSON with an array `stems` of objects with a `name`, one for
/// each audio track after the first, which is the mix. Other writers (MUSDB18) have no such box.
///
/// Source: ISO/IEC 14496-12 for the boxes; the Stem specification of Native Instruments, 2015.
final class StemMetadata {
  /// Larger boxes are ignored: names and colours take a few hundred bytes.
  private static final int MOST_BYTES = 1 << 20;

  private static final int MOST_STEMS = 64;
  private static final List<String> PATH = List.of("moov", "udta", "stem");

  private StemMetadata() {}

  /// The names in order; empty if the file has no such box or an invalid one.
  static List<String> names(Path file) throws IOException {
    try (var channel = FileChannel.open(file)) {
      byte[] text = find(channel, 0, channel.size(), 0);
      return text == null ? List.of() : parse(text);
    } catch (EOFException e) {
      return List.of(); // truncated: the decoder reports it
    }
  }

  /// The content of the box at the end of [#PATH], searched in the given range of bytes.
  private static byte @Nullable [] find(FileChannel channel, long from, long to, int depth)
      throws IOException {
    if (depth == PATH.size()) {
      return to - from > MOST_BYTES ? null : bytes(channel, from, (int) (to - from));
    }
    byte[] found = null;
    long at = from;
    while (found == null && to - at >= 8) {
      var head = ByteBuffer.wrap(bytes(channel, at, 8));
      long size = Integer.toUnsignedLong(head.getInt());
      var name = new byte[4];
      head.get(name);
      int headSize = 8;
      if (size == 1 && to - at >= 16) { // a 64-bit size follows
        size = ByteBuffer.wrap(bytes(channel, at + 8, 8)).getLong();
        headSize = 16;
      }
      long end = size == 0 ? to : at + size; // 0: to the end
      if (end < at + headSize || end > to) {
        break;
      }
      if (new String(name, StandardCharsets.ISO_8859_1).equals(PATH.get(depth))) {
        found = find(channel, at + headSize, end, depth + 1);
      }
      at = end;
    }
    return found;
  }

  private static byte[] bytes(FileChannel channel, long at, int count) throws IOException {
    var buffer = ByteBuffer.allocate(count);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, at + buffer.position()) < 0) {
        throw new EOFException();
      }
    }
    var bytes = new byte[count];
    buffer.flip().get(bytes);
    return bytes;
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
