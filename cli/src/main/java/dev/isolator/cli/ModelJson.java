package dev.isolator.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import dev.isolator.model.ModelCatalogue;

/// What `isolator models list|show --json` prints of a model, one line each. Keys may be added
/// within a schema version.
///
/// @param schema `isolator-model`
/// @param version 1
/// @param isDefault whether it is used when none is named
/// @param location `built-in`, `method`, or its file
/// @param card what the model is, with the keys of a card beside a model
record ModelJson(String schema, int version, boolean isDefault, String location, JsonElement card) {
  private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

  static ModelJson of(ModelCatalogue.Entry model, boolean isDefault) {
    var card = JsonParser.parseString(model.card().toJson());
    return new ModelJson("isolator-model", 1, isDefault, model.location(), card);
  }

  /// The line, without its end.
  String line() {
    return GSON.toJson(this);
  }
}
