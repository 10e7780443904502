package dev.isolator.train.command;

import dev.isolator.train.family.Architecture;
import dev.isolator.train.layer.WeightValues;
import dev.isolator.train.loop.Checkpoint;
import dev.isolator.train.loop.Start;
import dev.isolator.train.loop.TrainingSettings;
import dev.isolator.train.onnx.ModelReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// The weights that `--from` names: of a checkpoint, of a model's file, or of a built-in model. Of
/// a network that differs in its stems, all but the last layer's are taken; where it lacks the
/// layers that the settings add at the bottom, these begin so that they change nothing.
///
/// @param from what was typed
/// @param err told if the network is not quite that of the settings
record StartingWeights(String from, TrainingSettings settings, PrintWriter err) {
  private static final List<List<String>> KNOWN_STEMS =
      List.of(List.of("vocals", "music"), List.of("vocals", "drums", "bass", "other"));

  /// Reads them.
  ///
  /// @param freeze whether batch norm's running statistics are frozen although the file has them; a
  ///   model has none, so that with one they always are
  static Start read(String from, TrainingSettings settings, boolean freeze, PrintWriter err)
      throws IOException {
    var starting = new StartingWeights(from, settings, err);
    return from.endsWith(".ckpt")
        ? new Start(starting.ofCheckpoint(Path.of(from)), freeze)
        : new Start(starting.ofModel(), true);
  }

  private WeightValues ofCheckpoint(Path file) throws IOException {
    var checkpoint = Checkpoint.read(file);
    for (var other : relatives()) {
      if (checkpoint.network().isOf(other)) {
        return taking(other, checkpoint.averaged(other, file));
      }
    }
    return checkpoint.averaged(settings.architecture(), file);
  }

  private WeightValues ofModel() throws IOException {
    byte[] onnx = model();
    if (!ModelReader.isOf(from, onnx, settings.architecture())) {
      for (var other : relatives()) {
        if (ModelReader.isOf(from, onnx, other)) {
          return taking(other, ModelReader.read(from, onnx, other));
        }
      }
    }
    return ModelReader.read(from, onnx, settings.architecture());
  }

  private WeightValues taking(Architecture other, WeightValues weights) {
    if (!other.stems().equals(settings.model().stems())) {
      err.println(
          "starts from %s without its last layer, which answers for %s"
              .formatted(from, String.join(", ", other.stems())));
    }
    if (!settings.model().family().of(other.stems()).equals(other)) {
      err.println(
          "starts from %s; what the settings add to its network at the bottom changes nothing at first"
              .formatted(from));
    }
    err.flush();
    return WeightValues.fresh(settings.architecture().weights(), settings.seed()).taking(weights);
  }

  /// The bytes of the model that was named.
  private byte[] model() throws IOException {
    if (from.endsWith(".onnx")) {
      return ModelReader.bytes(Path.of(from));
    }
    var loader = Objects.requireNonNull(StartingWeights.class.getClassLoader());
    try (var in = loader.getResourceAsStream("dev/isolator/models/" + from + ".onnx")) {
      if (in == null) {
        throw new IOException(
            from
                + ": no built-in model of that name and version; name one (isolator models list), a .onnx or a .ckpt file");
      }
      return in.readAllBytes();
    }
  }

  /// Networks that differ from the settings' in their stems, or lack what the settings add, or
  /// both; those with more of it first.
  private List<Architecture> relatives() {
    var own = settings.model();
    var found = new ArrayList<Architecture>();
    for (var family : List.of(own.family(), own.family().withoutAdditions())) {
      KNOWN_STEMS.forEach(stems -> found.add(family.of(stems)));
    }
    found.remove(settings.architecture());
    return found.stream().distinct().toList();
  }
}
