package dev.isolator.train.loop;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.isolator.train.descriptor.NetworkDescriptor;
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
/// The file is `ISOTRAIN2`, the header's length and text (JSON), then per array its length and
/// values in big-endian single precision, then the CRC-32C of all before. The header's `network` is
/// a [NetworkDescriptor]. Files that begin with `ISOTRAIN1` are read too: they name their network
/// by a text, `architecture`.
///
/// @param network that the weights belong to; they do not fit another one
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
    NetworkDescriptor network,
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
  private static final String MAGIC = "ISOTRAIN2";
  private static final String MAGIC_WITH_TEXT = "ISOTRAIN1";
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

  /// Refuses another network's weights, and says in what the two networks differ.
  public void requireFit(Architecture expected, Path file) throws IOException {
    var layout = expected.weights();
    var difference = network.difference(NetworkDescriptor.of(expected));
    if (difference != null) {
      throw new IOException(
          "%s: expected weights of %s %s with %s = %s, found those of another network with %s = %s; name a checkpoint of the same family, stems and settings"
              .formatted(
                  file,
                  expected.family(),
                  expected.stems(),
                  difference.field(),
                  difference.second(),
                  difference.field(),
                  difference.first()));
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

  /// The same, with its network named by a descriptor where it was named by a text.
  ///
  /// @throws IOException if the weights are of another network; `file` is named in the message
  public Checkpoint describedBy(Architecture expected, Path file) throws IOException {
    requireFit(expected, file);
    return new Checkpoint(
        NetworkDescriptor.of(expected),
        step,
        seconds,
        best,
        measured,
        trained,
        counted,
        firstMoment,
        secondMoment,
        average,
        countedAverage);
  }

  /// The same without the optimiser's moments: a quarter of the size; a run that goes on from it
  /// starts from the average and gathers its moments anew.
  public Checkpoint weightsOnly() {
    return new Checkpoint(
        network,
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
        out.writeBytes(MAGIC);
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
      var magic = new String(in.readNBytes(MAGIC.length()), StandardCharsets.US_ASCII);
      if (!magic.equals(MAGIC) && !magic.equals(MAGIC_WITH_TEXT)) {
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
          magic.equals(MAGIC_WITH_TEXT)
              ? NetworkDescriptor.ofText(json.get("architecture").getAsString())
              : NetworkDescriptor.read(json.get("network"), file),
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
    } catch (JsonParseException
        | IllegalStateException
        | IllegalArgumentException
        | NullPointerException e) {
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
    json.add("network", network.json());
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
