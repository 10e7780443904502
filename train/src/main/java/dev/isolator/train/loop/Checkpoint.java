package dev.isolator.train.loop;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.isolator.train.family.Architecture;
import dev.isolator.train.file.PartFile;
import dev.isolator.train.layer.WeightValues;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;

/// A run on disk: everything needed to go on as if it had not stopped.
///
/// The file is `ISOTRAIN1`, the header's length and text (JSON), then per array its length and
/// values in big-endian single precision, then the CRC-32C of all before.
///
/// @param architecture of the network; another one's weights do not fit
/// @param step steps done
/// @param seconds of training done, as the budget counts them
/// @param best best validation SDR so far in dB
/// @param measured validation SDR of these very weights in dB, NaN where they were not validated
/// @param trained weights
/// @param counted batch norm's statistics
/// @param firstMoment AdamW's, or empty where only weights were kept
/// @param secondMoment AdamW's, or empty where only weights were kept
/// @param average weights averaged over steps, or empty where these are `trained` already
/// @param countedAverage statistics averaged over steps, or empty likewise
@SuppressWarnings("ArrayRecordComponent") // megabytes on their way to disk; never compared
public record Checkpoint(
    String architecture,
    long step,
    double seconds,
    double best,
    double measured,
    float[] trained,
    float[] counted,
    float[] firstMoment,
    float[] secondMoment,
    float[] average,
    float[] countedAverage) {
  private static final byte[] MAGIC = "ISOTRAIN1".getBytes(StandardCharsets.US_ASCII);
  private static final int LONGEST_HEADER = 1 << 20;
  private static final int LARGEST_ARRAY = 1 << 28;

  /// The averaged weights.
  ///
  /// @throws IOException if they are of another architecture; `file` is named in the message
  public WeightValues averaged(Architecture expected, Path file) throws IOException {
    requireFit(expected, file);
    return average.length == 0
        ? new WeightValues(expected.weights(), trained, counted)
        : new WeightValues(expected.weights(), average, countedAverage);
  }

  /// Refuses another architecture's weights, and says where the two networks part.
  public void requireFit(Architecture expected, Path file) throws IOException {
    var layout = expected.weights();
    if (!architecture.equals(expected.toString())) {
      int same = firstDifference(architecture, expected.toString());
      throw new IOException(
          "%s: expected weights of %s %s (%s), found those of another network (%s); name a checkpoint of the same family, stems and settings"
              .formatted(
                  file,
                  expected.family(),
                  expected.stems(),
                  part(expected.toString(), same),
                  part(architecture, same)));
    }
    if (trained.length != layout.trainedSize() || counted.length != layout.countedSize()) {
      throw new IOException(
          "%s: expected %d and %d weights, found %d and %d; the file is damaged, name another one"
              .formatted(
                  file,
                  layout.trainedSize(),
                  layout.countedSize(),
                  trained.length,
                  counted.length));
    }
  }

  private static int firstDifference(String a, String b) {
    int i = 0;
    while (i < Math.min(a.length(), b.length()) && a.charAt(i) == b.charAt(i)) {
      i++;
    }
    return i;
  }

  /// The word of a description that a place lies in, with the name before it.
  private static String part(String description, int at) {
    int from = at;
    while (from > 0 && "[,".indexOf(description.charAt(from - 1)) < 0) {
      from--;
    }
    int to = at;
    while (to < description.length() && ",]".indexOf(description.charAt(to)) < 0) {
      to++;
    }
    return description.substring(from, to).strip();
  }

  /// The same without the optimiser's moments: a quarter of the size; a run that goes on from it
  /// starts from the average and gathers its moments anew.
  public Checkpoint weightsOnly() {
    return new Checkpoint(
        architecture,
        step,
        seconds,
        best,
        measured,
        average,
        countedAverage,
        new float[0],
        new float[0],
        new float[0],
        new float[0]);
  }

  /// Writes it beside its place and moves it there: a full disk leaves the old one.
  public void write(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    Files.createDirectories(folder);
    Path temporary = PartFile.beside(file);
    try {
      try (var stream = new FileOutputStream(temporary.toFile())) {
        var checked =
            new CheckedOutputStream(new BufferedOutputStream(stream, 1 << 16), new CRC32C());
        var out = new DataOutputStream(checked);
        out.write(MAGIC);
        byte[] header = header().getBytes(StandardCharsets.UTF_8);
        out.writeInt(header.length);
        out.write(header);
        for (float[] array : arrays()) {
          out.writeInt(array.length);
          var bytes = ByteBuffer.allocate(4 * array.length);
          bytes.asFloatBuffer().put(array);
          out.write(bytes.array());
        }
        out.writeLong(checked.getChecksum().getValue());
        out.flush();
        stream.getFD().sync();
      }
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new IOException(
          "%s: the checkpoint cannot be written (%s), the one before is kept; free some space"
              .formatted(file, e.getMessage()),
          e);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /// Reads one.
  ///
  /// @throws IOException if it is none, is cut short, or was changed
  public static Checkpoint read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException(file + ": expected a checkpoint, found nothing there; check the path");
    }
    try (var stream = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      var checked = new CheckedInputStream(stream, new CRC32C());
      var in = new DataInputStream(checked);
      byte[] magic = in.readNBytes(MAGIC.length);
      if (!java.util.Arrays.equals(magic, MAGIC)) {
        throw new IOException(file + ": expected a checkpoint, found something else");
      }
      byte[] header = in.readNBytes(bounded(file, in.readInt(), LONGEST_HEADER));
      var json =
          JsonParser.parseString(new String(header, StandardCharsets.UTF_8)).getAsJsonObject();
      List<float[]> arrays = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        int length = bounded(file, in.readInt(), LARGEST_ARRAY);
        byte[] bytes = in.readNBytes(4 * length);
        if (bytes.length < 4 * length) {
          throw new EOFException();
        }
        var array = new float[length];
        ByteBuffer.wrap(bytes).asFloatBuffer().get(array);
        arrays.add(array);
      }
      long expected = checked.getChecksum().getValue();
      if (in.readLong() != expected) {
        throw new IOException(file + ": the checkpoint was damaged; use an older one");
      }
      return new Checkpoint(
          json.get("architecture").getAsString(),
          json.get("step").getAsLong(),
          json.get("seconds").getAsDouble(),
          json.get("best").getAsDouble(),
          json.has("measured") ? json.get("measured").getAsDouble() : Double.NaN,
          arrays.get(0),
          arrays.get(1),
          arrays.get(2),
          arrays.get(3),
          arrays.get(4),
          arrays.get(5));
    } catch (EOFException e) {
      throw new IOException(file + ": the checkpoint ends early; use an older one", e);
    } catch (JsonParseException | IllegalStateException | NullPointerException e) {
      throw new IOException(file + ": the checkpoint was damaged; use an older one", e);
    }
  }

  private static int bounded(Path file, int value, int most) throws IOException {
    if (value < 0 || value > most) {
      throw new IOException(file + ": the checkpoint was damaged; use an older one");
    }
    return value;
  }

  private String header() {
    var json = new JsonObject();
    json.addProperty("architecture", architecture);
    json.addProperty("step", step);
    json.addProperty("seconds", seconds);
    json.addProperty("best", best);
    if (!Double.isNaN(measured)) {
      json.addProperty("measured", measured);
    }
    return json.toString();
  }

  private List<float[]> arrays() {
    return List.of(trained, counted, firstMoment, secondMoment, average, countedAverage);
  }
}
