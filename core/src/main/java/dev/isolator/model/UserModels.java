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
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The models in a user's folder: `.onnx` files, each with its card `.json` beside it or in its
/// metadata; beside it there may be the `.stream.onnx` of a causal network, and the `.int8.onnx`.
/// The folder need not exist.
///
/// @param folder where they are
record UserModels(Path folder) {
  private static final String STREAM = ".stream.onnx";
  private static final String INT8 = ".int8.onnx";

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
      if (e instanceof ModelException ours) {
        throw ours;
      }
      throw new ModelException(
          "%s: cannot be listed (%s); check its permissions".formatted(folder, e), e);
    }
    return entries;
  }

  /// Whether a file is another graph of a model in the same folder, and no model of its own.
  private static boolean isBesideItsModel(Path file) {
    String name = file.getFileName().toString();
    return Stream.concat(
            Stream.of(STREAM, INT8),
            IntStream.rangeClosed(2, Adapter.MOST_FILES).mapToObj(UserModels::part))
        .filter(name::endsWith)
        .map(variant -> name.substring(0, name.length() - variant.length()) + ".onnx")
        .anyMatch(model -> Files.isRegularFile(file.resolveSibling(model)));
  }

  /// How the name of an outside model's file ends that is not its first.
  private static String part(int number) {
    return ".part" + number + ".onnx";
  }

  /// Another graph of a model, which may be missing.
  private static Path beside(Path onnx, String variant) {
    return onnx.resolveSibling(base(onnx) + variant);
  }

  /// A file's name without `.onnx`.
  private static String base(Path onnx) {
    String name = onnx.getFileName().toString();
    return name.endsWith(".onnx") ? name.substring(0, name.length() - 5) : name;
  }

  /// Copies a model that was checked into the folder, with the graphs beside it. The network gets
  /// its name last: without it, a card is nobody's.
  ///
  /// @param onnx the network
  /// @param entry the model in it
  ModelCatalogue.Entry add(Path onnx, ModelCatalogue.Entry entry) throws ModelException {
    ModelFile stream = entry.stream();
    ModelFile int8 = entry.int8();
    ModelCard card =
        entry
            .card()
            .withHashes(
                Objects.requireNonNull(entry.network()).sha256(),
                stream == null ? "" : stream.sha256(),
                int8 == null ? "" : int8.sha256());
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
          copy(beside(onnx, STREAM), folder.resolve(base + STREAM));
        }
        if (int8 != null) {
          copy(beside(onnx, INT8), folder.resolve(base + INT8));
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
      ModelCard card = card(onnx);
      if (card.contract() instanceof Contract.Adapted adapted) {
        return ModelCatalogue.Entry.ofFiles(card, files(onnx, adapted.adapter()));
      }
      return ModelCatalogue.Entry.ofNetwork(
          card,
          networkIn(onnx),
          networkThere(beside(onnx, STREAM)),
          networkThere(beside(onnx, INT8)));
    } catch (OrtException e) {
      throw OnnxRuntime.cannotOpen(onnx.toString(), e);
    } catch (IOException e) {
      if (e instanceof ModelException ours) {
        throw ours;
      }
      throw new ModelException(
          "%s: the card beside it cannot be read (%s); check its permissions".formatted(onnx, e),
          e);
    }
  }

  private static @Nullable ModelFile networkThere(Path onnx) throws IOException {
    return Files.isRegularFile(onnx) ? networkIn(onnx) : null;
  }

  private static ModelFile networkIn(Path onnx) throws IOException {
    return new ModelFile(onnx.toString(), onnx.toUri().toURL());
  }

  /// The files of an outside model: the first, and `.part2.onnx` and so on beside it.
  private static List<ModelFile> files(Path onnx, Adapter adapter) throws IOException {
    var files = new ArrayList<ModelFile>();
    for (int number = 1; number <= adapter.files().size(); number++) {
      Path file = number == 1 ? onnx : beside(onnx, part(number));
      if (!Files.isRegularFile(file)) {
        throw new ModelException(
            "%s: expected file %d of the model in %s, found nothing there; add the model again"
                .formatted(onnx, number, file));
      }
      files.add(networkIn(file));
    }
    return files;
  }

  /// Copies an outside model that was recognised into the folder, if it runs there.
  ///
  /// @param files in the order of the card's
  ModelCatalogue.Entry addOutside(List<Path> files, ModelCard card) throws ModelException {
    String base = card.name() + "-" + card.version();
    Path target = folder.resolve(base + ".onnx");
    try {
      Files.createDirectories(folder);
      if (Files.exists(target) && !Sha256.of(target).equals(card.sha256())) {
        throw new ModelException(
            "%s: another model %s %s is in %s already; remove it first, or give yours another name with --name"
                .formatted(files.getFirst(), card.name(), card.version(), folder));
      }
      // What is checked are the copies, alone in a folder, as they will be.
      Path staging = Files.createTempDirectory(folder, ".adding-");
      try {
        for (int i = 0; i < files.size(); i++) {
          String name = base + (i == 0 ? ".onnx" : part(i + 1));
          Files.copy(files.get(i), staging.resolve(name));
        }
        Files.writeString(staging.resolve(base + ".json"), card.toJson());
        check(staging.resolve(base + ".onnx"), files.getFirst());
        move(staging, base + ".json");
        for (int i = files.size() - 1; i >= 0; i--) { // without the first file, they are nobody's
          move(staging, base + (i == 0 ? ".onnx" : part(i + 1)));
        }
      } finally {
        remove(staging);
      }
    } catch (IOException e) {
      if (e instanceof ModelException ours) {
        throw ours;
      }
      throw new ModelException(
          "%s: cannot be copied to %s (%s); free some space, or set ISOLATOR_MODELS to another folder"
              .formatted(files.getFirst(), folder, e),
          e);
    }
    return inFile(target);
  }

  /// Checks a copy; if it is refused, by the name of the file that was given.
  private static void check(Path copy, Path given) throws ModelException {
    try {
      ModelCheck.check(inFile(copy));
    } catch (ModelException e) {
      String message = String.valueOf(e.getMessage());
      throw new ModelException(message.replace(copy.toString(), given.toString()), e);
    }
  }

  private void move(Path staging, String name) throws IOException {
    Files.move(staging.resolve(name), folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
  }

  private static void remove(Path staging) throws IOException {
    try (Stream<Path> left = Files.list(staging)) {
      for (Path file : left.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(staging);
  }

  /// Whether a file has a card, beside it or in its metadata.
  static boolean hasCard(Path onnx) throws ModelException {
    if (Files.isRegularFile(onnx.resolveSibling(base(onnx) + ".json"))) {
      return true;
    }
    OutsideFile.checkSize(onnx);
    try (var session = OnnxRuntime.onProcessor(new OnnxRuntime.Source.InFile(onnx), 1)) {
      var metadata = session.getMetadata().getCustomMetadata();
      return metadata.containsKey("name") && metadata.containsKey("stems");
    } catch (OrtException e) {
      throw OnnxRuntime.cannotOpen(onnx.toString(), e);
    }
  }

  /// The card beside a network; where there is none, the one in its metadata.
  private static ModelCard card(Path onnx) throws OrtException, IOException {
    Path json = onnx.resolveSibling(base(onnx) + ".json");
    if (Files.isRegularFile(json)) {
      return CardReader.fromJson(json.toString(), Files.readString(json));
    }
    var source = new OnnxRuntime.Source.InFile(onnx);
    try (var session = OnnxRuntime.onProcessor(source, 1)) {
      return CardReader.fromMetadata(onnx.toString(), session.getMetadata().getCustomMetadata());
    }
  }
}
