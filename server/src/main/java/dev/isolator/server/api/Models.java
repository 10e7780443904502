package dev.isolator.server.api;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.isolator.model.ModelAliases;
import dev.isolator.model.ModelCard;
import dev.isolator.model.ModelCatalogue;
import dev.isolator.model.ModelException;
import dev.isolator.server.learning.LearntModels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The models that callers may choose: those of the catalogue that take songs apart, by name. A
/// path to an `.onnx` file, which the command line takes as well, is not a name here.
final class Models {
  private static final long FRESH_NANOS = 30_000_000_000L;

  private final LearntModels learnt;
  private List<ModelCatalogue.Entry> entries = List.of();
  private long read;

  /// @param learnt the models that aliases stand for
  Models(LearntModels learnt) {
    this.learnt = learnt;
  }

  /// The catalogue's and those that were learnt and promoted, the one in use first. Which one that
  /// is is read anew each time: a promotion counts from the next request on.
  private List<ModelCatalogue.Entry> entries() throws ModelException {
    var all = new ArrayList<>(catalogue());
    for (var entry : learnt.aliased()) {
      all.removeIf(other -> isSame(other, entry));
      all.add(entry);
    }
    var live = learnt.live(all);
    if (live.isPresent()) {
      all.removeIf(other -> isSame(other, live.get()));
      all.addFirst(live.get());
    }
    return all;
  }

  private static boolean isSame(ModelCatalogue.Entry one, ModelCatalogue.Entry other) {
    return one.card().versionedName().equals(other.card().versionedName());
  }

  /// The model in use.
  ModelAliases.Target inUse() throws ModelException {
    return ModelAliases.Target.of(entries().getFirst().card());
  }

  private List<ModelCatalogue.Entry> catalogue() throws ModelException {
    return everything().stream().filter(entry -> entry.card().separates()).toList();
  }

  private synchronized List<ModelCatalogue.Entry> everything() throws ModelException {
    if (entries.isEmpty() || System.nanoTime() - read > FRESH_NANOS) {
      entries = List.copyOf(ModelCatalogue.open().list());
      read = System.nanoTime();
    }
    return entries;
  }

  /// The built-in model that says where somebody sings; empty where there is none.
  Optional<ModelCard> builtInVoice() throws ModelException {
    return everything().stream()
        .filter(ModelCatalogue.Entry::isBuiltIn)
        .map(ModelCatalogue.Entry::card)
        .filter(card -> !card.separates() && card.name().equals(ModelCatalogue.VOICE))
        .findFirst();
  }

  /// All models, the default first; at most 30 s old.
  List<ModelCard> list() throws ModelException {
    return entries().stream().map(ModelCatalogue.Entry::card).toList();
  }

  /// The model of a name, `name` or `name@version`, as the catalogue finds it; empty = the default.
  Optional<ModelCard> find(String name) throws ModelException {
    var all = entries();
    var found = name.isEmpty() ? all.stream().findFirst() : ModelCatalogue.match(all, name);
    return found.map(ModelCatalogue.Entry::card);
  }

  private static String id(ModelCard card) {
    return card.name() + "@" + card.version();
  }

  /// The interface's `ModelList`.
  ///
  /// @param speeds of those that jobs have used, by `name@version`, in seconds of song a second
  JsonObject json(Map<String, Double> speeds) throws ModelException {
    var models = new JsonArray();
    for (ModelCatalogue.Entry entry : entries()) {
      ModelCard card = entry.card();
      var model = new JsonObject();
      model.addProperty("id", id(card));
      model.addProperty("name", card.name());
      model.addProperty("version", card.version());
      model.addProperty("family", card.family());
      model.add("stems", JobJson.strings(card.stems()));
      model.addProperty("parameters", card.provenance().parameters());
      model.addProperty("licence", card.provenance().licence());
      model.addProperty("origin", entry.isBuiltIn() ? "built-in" : "added");
      model.addProperty("default", models.isEmpty());
      Double speed = speeds.get(id(card));
      if (speed != null) {
        model.addProperty("speed", Math.round(10 * speed) / 10.0);
      }
      model.add("metrics", JobJson.strings(card.provenance().metrics()));
      models.add(model);
    }
    var json = new JsonObject();
    json.add("models", models);
    return json;
  }
}
