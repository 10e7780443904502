package dev.isolator.model;

import dev.isolator.model.EnsembleProvider.Found;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Ensembles that have a name: those that the built-in models bring along, and the `.yaml` files in
/// the user's folder, named as their file. Their members are models, no ensembles.
final class NamedEnsembles {
  /// What their files end in.
  static final String ENDING = ".yaml";

  /// No file that [EnsembleReader] takes has more.
  private static final long MOST_BYTES = 4L * EnsembleReader.MOST_CHARACTERS;

  private NamedEnsembles() {}

  /// An ensemble's text.
  ///
  /// @param name that it has for users
  /// @param location `built-in`, or its file
  record Source(String name, String location, String yaml) {
    /// The ensemble, with its members found among models.
    ModelCatalogue.Entry entry(List<ModelCatalogue.Entry> models) throws ModelException {
      String where = location.equals(ModelCatalogue.BUILT_IN) ? name : location;
      var read = EnsembleReader.read(where, yaml);
      return found(name, location, where, read.description(), read.ensemble(), models);
    }
  }

  /// Those in a folder, which need not exist, in the order of their file names.
  static List<Source> in(Path folder) throws ModelException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      var sources = new ArrayList<Source>();
      for (Path file :
          files.filter(f -> f.getFileName().toString().endsWith(ENDING)).sorted().toList()) {
        sources.add(inFile(file));
      }
      return sources;
    } catch (ModelException e) {
      throw e;
    } catch (IOException e) {
      throw new ModelException(
          "%s: cannot be listed (%s); check its permissions".formatted(folder, e), e);
    }
  }

  /// The one in a file, anywhere.
  static Source inFile(Path file) throws ModelException {
    if (!Files.isRegularFile(file)) {
      throw new ModelException(
          file + ": expected a file that names an ensemble, found nothing there; check the path");
    }
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw new ModelException(
            "%s: expected an ensemble of at most %d bytes, found %d"
                .formatted(file, MOST_BYTES, Files.size(file)));
      }
      Path last = file.getFileName();
      return new Source(base(String.valueOf(last)), file.toString(), Files.readString(file));
    } catch (ModelException e) {
      throw e;
    } catch (MalformedInputException e) {
      throw new ModelException(file + ": expected YAML in UTF-8, found other bytes", e);
    } catch (IOException e) {
      throw new ModelException(
          "%s: cannot be read (%s); check its permissions".formatted(file, e), e);
    }
  }

  /// A file's name without its ending.
  static String base(String name) {
    return name.substring(0, name.length() - ENDING.length());
  }

  /// An ensemble that was typed, such as `a,b:2`.
  static ModelCatalogue.Entry typed(String text, List<ModelCatalogue.Entry> models)
      throws ModelException {
    try {
      var ensemble = Ensemble.parse(text);
      return found("ensemble", EnsembleProvider.TYPED, text, "", ensemble, models);
    } catch (IllegalArgumentException e) {
      throw new ModelException(text + ": " + e.getMessage(), e);
    }
  }

  /// A member's file; in a file that names an ensemble, names count from its folder.
  private static Path fileOf(String member, String location) {
    return location.endsWith(ENDING) ? Path.of(location).resolveSibling(member) : Path.of(member);
  }

  private static ModelCatalogue.Entry found(
      String name,
      String location,
      String where,
      String description,
      Ensemble ensemble,
      List<ModelCatalogue.Entry> models)
      throws ModelException {
    var members = new ArrayList<Found>();
    for (var member : ensemble.members()) {
      var model =
          member.model().endsWith(".onnx")
              ? UserModels.inFile(fileOf(member.model(), location))
              : ModelCatalogue.match(models, member.model())
                  .orElseThrow(() -> ModelCatalogue.noModelOf(member.model(), where, models));
      members.add(new Found(member, model));
    }
    return ModelCatalogue.Entry.ofMethod(
        EnsembleProvider.of(name, location, where, description, ensemble.combination(), members));
  }
}
