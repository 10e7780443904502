package dev.isolator.audio;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/// The box `moov/udta/stem` of a stem file: JSON that names the streams after the first, gives them
/// colours, and says how their sum is to be mastered while it plays. Ours is not mastered: the
/// stems sum to the mix as it is, so compressor and limiter are there, as players expect them, and
/// off.
///
/// Source: the Stem specification of Native Instruments, 2015; ISO/IEC 14496-12, 8.10.1 (user data
/// box).
final class StemBox {
  private static final int HEADER_BYTES = 8;

  private StemBox() {}

  /// @param names of the four stems
  /// @param colours of them, such as `#56B4E9`
  static String json(List<String> names, List<String> colours) {
    var stems = new JsonArray();
    for (int i = 0; i < names.size(); i++) {
      var stem = new JsonObject();
      stem.addProperty("name", names.get(i));
      stem.addProperty("color", colours.get(i));
      stems.add(stem);
    }
    var mastering = new JsonObject();
    mastering.add("compressor", compressor());
    mastering.add("limiter", limiter());
    var json = new JsonObject();
    json.addProperty("version", 1);
    json.add("mastering_dsp", mastering);
    json.add("stems", stems);
    return json.toString();
  }

  /// Seconds, decibels and hertz; the values are the neutral middle of the players' controls.
  private static JsonObject compressor() {
    var compressor = new JsonObject();
    compressor.addProperty("enabled", false);
    compressor.addProperty("ratio", 3);
    compressor.addProperty("threshold", 0);
    compressor.addProperty("attack", 0.003);
    compressor.addProperty("release", 0.3);
    compressor.addProperty("input_gain", 0);
    compressor.addProperty("output_gain", 0);
    compressor.addProperty("hp_cutoff", 20);
    compressor.addProperty("dry_wet", 100);
    return compressor;
  }

  private static JsonObject limiter() {
    var limiter = new JsonObject();
    limiter.addProperty("enabled", false);
    limiter.addProperty("threshold", 0);
    limiter.addProperty("ceiling", 0);
    limiter.addProperty("release", 0.05);
    return limiter;
  }

  /// Adds the box to a complete mp4 file whose last box is `moov`, as FFmpeg's muxer leaves it: so
  /// no sound moves, and no place that the file names.
  static void add(Path file, String json) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      var boxes = new Mp4Boxes(channel);
      var movie = boxes.find("moov");
      if (movie == null || movie.end() != channel.size()) {
        throw new IllegalStateException("the muxer left no moov box at the file's end");
      }
      var text = json.getBytes(StandardCharsets.UTF_8);
      byte[] stem = box("stem", text);
      var user = boxes.find("udta", movie.body(), movie.end());
      long at = user == null ? movie.end() : user.end();
      ByteBuffer after = boxes.read(at, Math.toIntExact(movie.end() - at));
      ByteBuffer added = ByteBuffer.wrap(user == null ? box("udta", stem) : stem);
      grow(channel, movie, added.remaining());
      if (user != null) {
        grow(channel, user, added.remaining());
      }
      write(channel, at + added.remaining(), after);
      write(channel, at, added);
      channel.force(true);
    }
  }

  private static byte[] box(String kind, byte[] content) {
    var box = new byte[HEADER_BYTES + content.length];
    ByteBuffer.wrap(box)
        .putInt(box.length)
        .put(kind.getBytes(StandardCharsets.ISO_8859_1))
        .put(content);
    return box;
  }

  /// Makes a box of 32 bits of size larger, where it stands.
  private static void grow(FileChannel channel, Mp4Boxes.Box box, int by) throws IOException {
    long size = box.end() - box.body() + HEADER_BYTES + by;
    write(
        channel,
        box.body() - HEADER_BYTES,
        ByteBuffer.allocate(4).putInt(Math.toIntExact(size)).flip());
  }

  private static void write(FileChannel channel, long at, ByteBuffer bytes) throws IOException {
    long place = at;
    while (bytes.hasRemaining()) {
      place += channel.write(bytes, place);
    }
  }
}
