package dev.isolator.server.learning;

import dev.isolator.model.ModelAliases.Target;
import dev.isolator.model.ModelCatalogue;
import dev.isolator.model.ModelException;
import dev.isolator.server.request.ModelVersion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The models that runs made, where aliases stand for them: files in the learning folder, which all
/// servers share.
public final class LearntModels {
  private final LearningAliases aliases;
  private final Path folder;
  private final ConcurrentHashMap<Target, ModelCatalogue.Entry> opened = new ConcurrentHashMap<>();

  /// @param folder of the learning loop
  public LearntModels(LearningAliases aliases, Path folder) {
    this.aliases = aliases;
    this.folder = folder;
  }

  /// The model that is used when none is named, if one was promoted.
  ///
  /// @throws ModelException if its file is missing or not the one that was promoted
  public Optional<ModelCatalogue.Entry> live(List<ModelCatalogue.Entry> others)
      throws ModelException {
    var live = aliases.live();
    return live.isEmpty() ? Optional.empty() : Optional.of(entry(live.get(), others));
  }

  /// The learnt models that aliases stand for.
  public List<ModelCatalogue.Entry> aliased() throws ModelException {
    var entries = new ArrayList<ModelCatalogue.Entry>();
    for (var target : List.of(aliases.live(), aliases.previous())) {
      if (target.isPresent() && !target.get().run().isEmpty()) {
        entries.add(entry(target.get(), List.of()));
      }
    }
    return entries;
  }

  /// The model that a target stands for: a file of a run, or one of the catalogue.
  private ModelCatalogue.Entry entry(Target target, List<ModelCatalogue.Entry> others)
      throws ModelException {
    ModelCatalogue.Entry known = opened.get(target);
    if (known != null) {
      return known;
    }
    ModelCatalogue.Entry found;
    if (target.run().isEmpty()) {
      found =
          ModelCatalogue.match(others, target.model())
              .orElseThrow(
                  () ->
                      new ModelException(
                          "%s: expected the model that was in use before, found none of that name; add it again"
                              .formatted(target.model())));
    } else {
      found = ModelCatalogue.open(folder).find(file(target).toString());
    }
    if (!Target.of(found.card()).equals(target)) {
      throw new ModelException(
          "%s: expected the weights %s that were promoted, found %s; restore it from a back-up"
              .formatted(target.model(), target.sha256(), found.card().sha256()));
    }
    opened.put(target, found);
    return found;
  }

  private Path file(Target target) {
    return folder
        .resolve("runs")
        .resolve(target.run())
        .resolve("model")
        .resolve(target.model().replace('@', '-') + ".onnx");
  }

  /// How a worker process is asked for a model: a learnt one by its file, another by its name.
  public String location(ModelVersion model) {
    return location(new Target(model.id(), model.sha256(), model.run()));
  }

  /// The same for what an alias stands for.
  String location(Target target) {
    if (target.run().isEmpty()) {
      return target.model();
    }
    Path file = file(target);
    return Files.isRegularFile(file) ? file.toAbsolutePath().toString() : target.model();
  }
}
