package dev.isolator.spark.work;

import dev.isolator.file.Sha256;
import dev.isolator.model.ModelCard;
import dev.isolator.model.ModelCatalogue;
import dev.isolator.model.ModelException;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkFiles;

/// Where executors find a model, and what it is.
///
/// @param name as the user typed it; empty = the default model
/// @param file the name under which Spark sends its file to executors; empty = it is inside of the
///   program, which they have
/// @param identity name, version and hash: what a result depends on
public record ModelPlace(String name, String file, String identity) implements Serializable {
  /// Finds a model on the driver, and has Spark send its file where it is one.
  ///
  /// @throws ModelException if there is none of that name, or it takes nothing apart, or lies in a
  ///   form that executors cannot be sent
  public static ModelPlace of(String nameOrFile, SparkContext spark) throws ModelException {
    ModelCatalogue.Entry entry = ModelCatalogue.open().separating(nameOrFile);
    ModelCard card = entry.card();
    Path file = fileOf(entry);
    if (file == null) {
      return new ModelPlace(nameOrFile, "", identity(card, card.sha256()));
    }
    try {
      for (String ending : List.of(".json", ".int8.onnx")) {
        Path beside = file.resolveSibling(baseName(file) + ending);
        if (Files.isRegularFile(beside)) {
          spark.addFile(beside.toString());
        }
      }
      spark.addFile(file.toString());
      return new ModelPlace(
          nameOrFile, String.valueOf(file.getFileName()), identity(card, Sha256.of(file)));
    } catch (IOException e) {
      throw new ModelException(
          "%s: expected a model that can be read, found that it cannot (%s); check its permissions"
              .formatted(file, e.getMessage()),
          e);
    }
  }

  private static @org.jspecify.annotations.Nullable Path fileOf(ModelCatalogue.Entry entry) {
    String location = entry.location();
    return location.endsWith(".onnx") && Files.isRegularFile(Path.of(location))
        ? Path.of(location).toAbsolutePath()
        : null;
  }

  private static String baseName(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.substring(0, name.length() - ".onnx".length());
  }

  /// An ensemble's card says in words which members it has.
  private static String identity(ModelCard card, String hash) {
    return "%s %s"
        .formatted(card.versionedName(), hash.isEmpty() ? card.provenance().training() : hash);
  }

  /// What [ModelCatalogue#find] finds it by on this machine.
  public String here() {
    return file.isEmpty() ? name : SparkFiles.get(file);
  }
}
