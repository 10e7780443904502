package dev.isolator.server.api;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.isolator.model.ModelCard;
import dev.isolator.model.ModelCatalogue;
import dev.isolator.model.ModelException;
import java.util.List;
import java.util.Optional;

/// The models that callers may choose: those of the catalogue, by name only. A name that is a path
/// to an `.onnx` file, as the command line takes it, is not one.
final class Models {
  private static final long FRESH_NANOS = 30_000_000_000L;

  private List<ModelCard> cards = List.of();
  private long read;

  /// All of them, the default first; read anew every half minute.
  synchronized List<ModelCard> list() throws ModelException {
    if (cards.isEmpty() || System.nanoTime() - read > FRESH_NANOS) {
      cards = ModelCatalogue.open().list().stream().map(ModelCatalogue.Entry::card).toList();
      read = System.nanoTime();
    }
    return cards;
  }

  /// The model of a name, `name` or `name@version`; empty = the default.
  Optional<ModelCard> find(String name) throws ModelException {
    var all = list();
    if (name.isEmpty()) {
      return all.stream().findFirst();
    }
    return all.reversed().stream()
        .filter(card -> name.equals(card.name()) || name.equals(id(card)))
        .findFirst();
  }

  private static String id(ModelCard card) {
    return card.name() + "@" + card.version();
  }

  /// The interface's `ModelList`.
  JsonObject json() throws ModelException {
    var models = new JsonArray();
    for (ModelCard card : list()) {
      var model = new JsonObject();
      model.addProperty("id", id(card));
      model.addProperty("name", card.name());
      model.addProperty("version", card.version());
      model.addProperty("family", card.family());
      model.add("stems", JobJson.strings(card.stems()));
      model.addProperty("parameters", card.provenance().parameters());
      model.addProperty("licence", card.provenance().licence());
      model.addProperty("default", models.isEmpty());
      model.add("metrics", JobJson.strings(card.provenance().metrics()));
      models.add(model);
    }
    var json = new JsonObject();
    json.add("models", models);
    return json;
  }
}
