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
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The weights that `--from` names: of a checkpoint, of a model's file, or of a built-in model. Of
/// a network that differs in its stems alone, all but the last layer's are taken.
///
/// @param from what was typed
/// @param err told if the last layer is left out
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
    var other = withOtherStems(checkpoint);
    return other == null
        ? checkpoint.averaged(settings.architecture(), file)
        : allButTheLastLayer(other, checkpoint.averaged(other, file));
  }

  private WeightValues ofModel() throws IOException {
    byte[] onnx = model();
    for (var stems : KNOWN_STEMS) {
      var other = settings.model().family().of(stems);
      if (!stems.equals(settings.model().stems()) && ModelReader.isOf(from, onnx, other)) {
        return allButTheLastLayer(other, ModelReader.read(from, onnx, other));
      }
    }
    return ModelReader.read(from, onnx, settings.architecture());
  }

  private WeightValues allButTheLastLayer(Architecture other, WeightValues weights) {
    err.println(
        "starts from %s without its last layer, which answers for %s"
            .formatted(from, String.join(", ", other.stems())));
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

  /// The network of a checkpoint that differs from the settings' in its stems alone, else null.
  private @Nullable Architecture withOtherStems(Checkpoint checkpoint) {
    for (var stems : KNOWN_STEMS) {
      var other = settings.model().family().of(stems);
      if (!stems.equals(settings.model().stems()) && checkpoint.network().isOf(other)) {
        return other;
      }
    }
    return null;
  }
}
