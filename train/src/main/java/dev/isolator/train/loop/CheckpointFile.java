package dev.isolator.train.loop;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.isolator.file.AtomicFile;
import dev.isolator.train.descriptor.NetworkDescriptor;
import dev.isolator.train.loop.Checkpoint.Moments;
import dev.isolator.train.loop.Checkpoint.Progress;
import dev.isolator.train.loop.Checkpoint.Weights;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;
import org.jspecify.annotations.Nullable;

/// A checkpoint on disk: `ISOTRAIN2`, the header's length and text (JSON), then for each of six
/// arrays its length and values in big-endian single precision, then the CRC-32C of all before.
///
/// The arrays are parameters, statistics, first and second moment, averaged parameters and averaged
/// statistics; of averaged weights alone the last four are empty. The header has `network`, a
/// [NetworkDescriptor], and the components of [Progress]; `measured` is left out where it is NaN.
///
/// Where the header says `"parameters":"float16"`, the parameters are in half precision (IEEE 754
/// binary16) instead: of weights alone, to be kept and not to go on from bit for bit.
///
/// Files that begin with `ISOTRAIN1` are read too: they name their network by a text,
/// `architecture`, and have no `optimiserStep`, which is `step` in them.
final class CheckpointFile {
  private static final String MAGIC = "ISOTRAIN2";
  private static final String MAGIC_WITH_TEXT = "ISOTRAIN1";
  private static final String HALF = "float16";
  private static final double LARGEST_HALF = 65_504;
  private static final int ARRAYS = 6;
  private static final int LONGEST_HEADER = 1 << 20;
  private static final int LARGEST_ARRAY = 1 << 28;

  private CheckpointFile() {}

  /// Writes a checkpoint, whole or not at all: a full disk leaves the one before.
  static void write(Checkpoint checkpoint, Path file) throws IOException {
    write(checkpoint, file, false);
  }

  private static void write(Checkpoint checkpoint, Path file, boolean half) throws IOException {
    Files.createDirectories(AtomicFile.folderOf(file));
    try {
      AtomicFile.write(file, temporary -> writeTo(checkpoint, half, temporary));
    } catch (IOException e) {
      throw new IOException(
          "%s: the checkpoint cannot be written (%s), the one before is kept; free some space"
              .formatted(file, e.getMessage()),
          e);
    }
  }

  /// Writes weights alone, whole or not at all, with their parameters in half precision.
  static void writeHalf(Checkpoint checkpoint, Path file) throws IOException {
    if (!checkpoint.isWeightsOnly()) {
      throw new IOException(
          file + ": expected averaged weights alone, found a run's whole state; keep it in floats");
    }
    for (float value : checkpoint.weights().parameters()) {
      if (!(Math.abs(value) <= LARGEST_HALF)) {
        throw new IOException(
            "%s: expected weights of at most %.0f, found %s; store it in floats"
                .formatted(file, LARGEST_HALF, value));
      }
    }
    write(checkpoint, file, true);
  }

  private static void writeTo(Checkpoint checkpoint, boolean half, Path file) throws IOException {
    var checksum = new CRC32C();
    try (var stream = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
        var out = new DataOutputStream(new CheckedOutputStream(stream, checksum))) {
      out.writeBytes(MAGIC);
      byte[] header = header(checkpoint, half).getBytes(StandardCharsets.UTF_8);
      out.writeInt(header.length);
      out.write(header);
      var arrays =
          List.of(
              checkpoint.weights().parameters(),
              checkpoint.weights().statistics(),
              checkpoint.moments().first(),
              checkpoint.moments().second(),
              checkpoint.average().parameters(),
              checkpoint.average().statistics());
      for (int i = 0; i < arrays.size(); i++) {
        out.writeInt(arrays.get(i).length);
        out.write(half && i == 0 ? halves(arrays.get(i)) : floats(arrays.get(i)));
      }
      out.writeLong(checksum.getValue());
    }
  }

  private static byte[] floats(float[] array) {
    var bytes = ByteBuffer.allocate(4 * array.length);
    bytes.asFloatBuffer().put(array);
    return bytes.array();
  }

  private static byte[] halves(float[] array) {
    var bytes = ByteBuffer.allocate(2 * array.length);
    for (float value : array) {
      bytes.putShort(Float.floatToFloat16(value));
    }
    return bytes.array();
  }

  private static String header(Checkpoint checkpoint, boolean half) {
    var json = new JsonObject();
    if (half) {
      json.addProperty("parameters", HALF);
    }
    var progress = checkpoint.progress();
    json.add("network", checkpoint.network().json());
    json.addProperty("step", progress.step());
    json.addProperty("optimiserStep", progress.optimiserStep());
    json.addProperty("seconds", progress.seconds());
    json.addProperty("best", progress.best());
    if (!Double.isNaN(progress.measured())) {
      json.addProperty("measured", progress.measured());
    }
    return json.toString();
  }

  /// Reads a checkpoint.
  ///
  /// @throws IOException if it is none, is cut short, or was changed
  static Checkpoint read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException(file + ": expected a checkpoint, found nothing there; check the path");
    }
    var checksum = new CRC32C();
    try (var stream = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        var in = new DataInputStream(new CheckedInputStream(stream, checksum))) {
      var magic = new String(in.readNBytes(MAGIC.length()), StandardCharsets.US_ASCII);
      if (!magic.equals(MAGIC) && !magic.equals(MAGIC_WITH_TEXT)) {
        throw new IOException(file + ": expected a checkpoint, found something else");
      }
      byte[] header = in.readNBytes(bounded(file, in.readInt(), LONGEST_HEADER));
      List<float[]> arrays = new ArrayList<>();
      var json =
          JsonParser.parseString(new String(header, StandardCharsets.UTF_8)).getAsJsonObject();
      boolean half = json.has("parameters") && json.get("parameters").getAsString().equals(HALF);
      for (int i = 0; i < ARRAYS; i++) {
        arrays.add(array(in, bounded(file, in.readInt(), LARGEST_ARRAY), half && i == 0));
      }
      long expected = checksum.getValue();
      if (in.readLong() != expected) {
        throw damaged(file, null);
      }
      return new Checkpoint(
          magic.equals(MAGIC_WITH_TEXT)
              ? NetworkDescriptor.ofText(json.get("architecture").getAsString())
              : NetworkDescriptor.read(json.get("network"), file),
          progress(json),
          new Weights(arrays.get(0), arrays.get(1)),
          new Weights(arrays.get(4), arrays.get(5)),
          new Moments(arrays.get(2), arrays.get(3)));
    } catch (EOFException e) {
      throw new IOException(file + ": the checkpoint ends early; use an older one", e);
    } catch (JsonParseException
        | IllegalStateException
        | IllegalArgumentException
        | UnsupportedOperationException
        | NullPointerException e) {
      throw damaged(file, e);
    }
  }

  private static float[] array(DataInputStream in, int length, boolean half) throws IOException {
    int width = half ? 2 : 4;
    byte[] bytes = in.readNBytes(width * length);
    if (bytes.length < width * length) {
      throw new EOFException();
    }
    var array = new float[length];
    var buffer = ByteBuffer.wrap(bytes);
    for (int i = 0; i < length; i++) {
      array[i] = half ? Float.float16ToFloat(buffer.getShort()) : buffer.getFloat();
    }
    return array;
  }

  private static Progress progress(JsonObject json) {
    long step = json.get("step").getAsLong();
    return new Progress(
        step,
        json.has("optimiserStep") ? json.get("optimiserStep").getAsLong() : step,
        json.get("seconds").getAsDouble(),
        json.get("best").getAsDouble(),
        json.has("measured") ? json.get("measured").getAsDouble() : Double.NaN);
  }

  private static int bounded(Path file, int value, int most) throws IOException {
    if (value < 0 || value > most) {
      throw damaged(file, null);
    }
    return value;
  }

  private static IOException damaged(Path file, @Nullable Throwable cause) {
    return new IOException(file + ": the checkpoint was damaged; use an older one", cause);
  }
}
