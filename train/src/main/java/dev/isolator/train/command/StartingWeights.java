package dev.isolator.train.command;

import dev.isolator.train.family.Architecture;
import dev.isolator.train.family.Family;
import dev.isolator.train.layer.WeightValues;
import dev.isolator.train.layer.WidenedWeights;
import dev.isolator.train.loop.Checkpoint;
import dev.isolator.train.loop.Start;
import dev.isolator.train.loop.TrainingSettings;
import dev.isolator.train.onnx.ModelReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;

/// The weights that `--from` names: of a checkpoint, of a model's file, or of a built-in model. Of
/// a network that differs in its stems, all but the last layer's are taken; where it lacks the
/// layers that the settings add at the bottom, or has fewer channels, what is new begins so that it
/// changes nothing.
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
    for (var relative : relatives(checkpoint.network()::channelsOut)) {
      if (checkpoint.network().isOf(relative.network())) {
        return taking(relative, checkpoint.averaged(relative.network(), file));
      }
    }
    return checkpoint.averaged(settings.architecture(), file);
  }

  private WeightValues ofModel() throws IOException {
    byte[] onnx = model();
    if (!ModelReader.isOf(from, onnx, settings.architecture())) {
      for (var relative : relatives(name -> ModelReader.channelsOut(from, onnx, name))) {
        if (ModelReader.isOf(from, onnx, relative.network())) {
          return taking(relative, ModelReader.read(from, onnx, relative.network()));
        }
      }
    }
    return ModelReader.read(from, onnx, settings.architecture());
  }

  private WeightValues taking(Relative relative, WeightValues weights) {
    var own = settings.model();
    var stems = relative.network().stems();
    if (!relative.family().name().equals(own.family().name())) {
      err.println(
          "starts from %s without its last layer, whose family is %s"
              .formatted(from, relative.family().name()));
    } else if (!stems.equals(own.stems())) {
      err.println(
          "starts from %s without its last layer, which answers for %s"
              .formatted(from, String.join(", ", stems)));
    }
    var taken = weights;
    if (relative.family().levels().equals(own.family().levels())) {
      if (!own.family().of(stems).weights().equals(relative.network().weights())) {
        err.println(
            "starts from %s; what the settings add to its network at the bottom changes nothing at first"
                .formatted(from));
      }
    } else {
      err.println(
          "starts from %s, whose levels have %s channels; those that the settings add change nothing at first"
              .formatted(from, relative.family().levels()));
      var wide = relative.additions() ? own.family() : own.family().withoutAdditions();
      taken =
          WidenedWeights.of(
              relative.network().network(), weights, wide.of(stems).network(), settings.seed());
    }
    err.flush();
    return WeightValues.fresh(settings.architecture().weights(), settings.seed()).taking(taken);
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

  /// A network that the settings' one can start from.
  ///
  /// @param additions whether it has what the settings add at the bottom
  private record Relative(Family family, boolean additions, Architecture network) {}

  /// Channels out of a convolution in the file that was named.
  @FunctionalInterface
  private interface ChannelsOut {
    int of(String convolution) throws IOException;
  }

  /// Networks that differ from the settings' in their stems, in their local level, which has no
  /// weights, that lack what the settings add, or have as few channels as the file; those with more
  /// of it first.
  private List<Relative> relatives(ChannelsOut file) throws IOException {
    var own = settings.model().family();
    var families = new LinkedHashSet<Family>();
    families.add(own);
    if (!own.levels().isEmpty()) {
      families.add(own.narrowed(own.levels()));
      var found = levels(file, own.levels());
      if (!found.isEmpty()) {
        families.add(own.narrowed(found));
      }
    }
    var relatives = new ArrayList<Relative>();
    for (var family : families) {
      for (var stems : KNOWN_STEMS) {
        relatives.add(new Relative(family, true, family.of(stems)));
      }
      for (var stems : KNOWN_STEMS) {
        var bare = family.withoutAdditions();
        relatives.add(new Relative(bare, false, bare.of(stems)));
      }
    }
    for (var family : own.kin()) {
      for (var stems : KNOWN_STEMS) {
        relatives.add(new Relative(family, true, family.of(stems)));
      }
    }
    relatives.removeIf(relative -> relative.network().equals(settings.architecture()));
    return relatives;
  }

  /// Channels of the file's levels, as many and at most as wide as the settings'; else none.
  private static List<Integer> levels(ChannelsOut file, List<Integer> most) throws IOException {
    var found = new ArrayList<Integer>();
    for (int i = 0; i < most.size(); i++) {
      int channels = file.of("enc%d.1".formatted(i));
      if (channels < 1 || channels > most.get(i)) {
        return List.of();
      }
      found.add(channels);
    }
    return found;
  }
}
