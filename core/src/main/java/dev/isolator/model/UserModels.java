package dev.isolator.model;

import ai.onnxruntime.OrtException;
import dev.isolator.file.AtomicFile;
import dev.isolator.file.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// The models in a user's folder: `.onnx` files, each with its card `.json` beside it or in its
/// metadata, and of causal networks the `.stream.onnx`. The folder need not exist.
///
/// @param folder where they are
record UserModels(Path folder) {
  private static final String STREAM = ".stream.onnx";

  /// All of them, in the order of their file names.
  List<ModelCatalogue.Entry> list() throws ModelException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    var entries = new ArrayList<ModelCatalogue.Entry>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file :
          files.filter(f -> f.getFileName().toString().endsWith(".onnx")).sorted().toList()) {
        if (!isBesideItsModel(file)) {
          entries.add(inFile(file));
        }
      }
    } catch (IOException e) {
      throw new ModelException(
          "%s: cannot be listed (%s); check its permissions".formatted(folder, e), e);
    }
    return entries;
  }

  /// Whether a file is the stream graph of a model in the same folder, and no model of its own.
  private static boolean isBesideItsModel(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(STREAM)
        && Files.isRegularFile(
            file.resolveSibling(name.substring(0, name.length() - STREAM.length()) + ".onnx"));
  }

  /// The stream graph beside a model; it may be missing.
  private static Path streamBeside(Path onnx) {
    return onnx.resolveSibling(base(onnx) + STREAM);
  }

  /// A file's name without `.onnx`.
  private static String base(Path onnx) {
    String name = onnx.getFileName().toString();
    return name.substring(0, name.length() - 5);
  }

  /// Copies a model that was checked into the folder, with the stream graph beside it. The network
  /// gets its name last: without it, a card is nobody's.
  ///
  /// @param onnx the network
  /// @param entry the model in it
  ModelCatalogue.Entry add(Path onnx, ModelCatalogue.Entry entry) throws ModelException {
    ModelFile stream = entry.stream();
    ModelCard card =
        entry
            .card()
            .withHashes(
                Objects.requireNonNull(entry.network()).sha256(),
                stream == null ? "" : stream.sha256());
    String base = card.name() + "-" + card.version();
    Path target = folder.resolve(base + ".onnx");
    try {
      Files.createDirectories(folder);
      if (Files.exists(target) && !Sha256.of(target).equals(card.sha256())) {
        throw new ModelException(
            "%s: another model %s %s is in %s already; remove it first, or give yours another version"
                .formatted(onnx, card.name(), card.version(), folder));
      }
      try (var network = AtomicFile.beside(target)) {
        Files.copy(onnx, network.temporary(), StandardCopyOption.REPLACE_EXISTING);
        if (stream != null) {
          copy(streamBeside(onnx), folder.resolve(base + STREAM));
        }
        AtomicFile.write(folder.resolve(base + ".json"), card.toJson());
        network.replace();
      }
    } catch (IOException e) {
      if (e instanceof ModelException ours) {
        throw ours;
      }
      throw new ModelException(
          "%s: cannot be copied to %s (%s); free some space, or set ISOLATOR_MODELS to another folder"
              .formatted(onnx, folder, e),
          e);
    }
    return inFile(target);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (var file = AtomicFile.beside(to)) {
      Files.copy(from, file.temporary(), StandardCopyOption.REPLACE_EXISTING);
      file.replace();
    }
  }

  /// The model in a file, anywhere.
  static ModelCatalogue.Entry inFile(Path onnx) throws ModelException {
    if (!Files.isRegularFile(onnx)) {
      throw new ModelException(
          onnx + ": expected an ONNX file, found nothing there; check the path");
    }
    try {
      Path stream = streamBeside(onnx);
      return ModelCatalogue.Entry.ofNetwork(
          card(onnx), networkIn(onnx), Files.isRegularFile(stream) ? networkIn(stream) : null);
    } catch (OrtException e) {
      throw new ModelException(
          "%s: expected an ONNX model, found something ONNX Runtime cannot open (%s)"
              .formatted(onnx, OnnxRuntime.oneLine(e.getMessage())),
          e);
    } catch (IOException e) {
      if (e instanceof ModelException ours) {
        throw ours;
      }
      throw new ModelException(
          "%s: the card beside it cannot be read (%s); check its permissions".formatted(onnx, e),
          e);
    }
  }

  private static ModelFile networkIn(Path onnx) throws IOException {
    return new ModelFile(onnx.toString(), onnx.toUri().toURL());
  }

  /// The card beside a network; where there is none, the one in its metadata.
  private static ModelCard card(Path onnx) throws OrtException, IOException {
    Path json = onnx.resolveSibling(base(onnx) + ".json");
    if (Files.isRegularFile(json)) {
      return CardReader.fromJson(json.toString(), Files.readString(json));
    }
    var source = new OnnxRuntime.Source.InFile(onnx);
    try (var session = OnnxRuntime.open(source, 1, Accelerator.CPU).session()) {
      return CardReader.fromMetadata(onnx.toString(), session.getMetadata().getCustomMetadata());
    }
  }
}
