package dev.isolator.server.api;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.isolator.model.ModelAliases.Target;
import dev.isolator.server.learning.AuditEntry;
import dev.isolator.server.learning.CorrectedStems;
import dev.isolator.server.learning.Decision;
import dev.isolator.server.learning.LearningCycleRow;
import dev.isolator.server.learning.LearningData;
import dev.isolator.server.learning.LearningState;
import dev.isolator.server.learning.Passage;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The learning loop as the interface describes it.
final class LearningJson {
  private static final Gson GSON = new Gson();

  private LearningJson() {}

  /// The interface's `LearntModel`.
  static JsonObject model(Target target) {
    var json = new JsonObject();
    json.addProperty("model", target.model());
    text(json, "sha256", target.sha256());
    text(json, "run", target.run());
    return json;
  }

  private static void text(JsonObject json, String key, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      json.addProperty(key, value);
    }
  }

  /// The interface's `LearningRun`.
  ///
  /// @param inUse the model in use, if it is known
  /// @param progress of its training; NaN = not known
  static JsonObject run(LearningCycleRow row, Optional<Target> inUse, double progress) {
    var json = new JsonObject();
    json.addProperty("id", row.id());
    json.addProperty("state", row.state().text());
    json.addProperty("until", row.until());
    json.addProperty("paused", row.paused());
    if (row.minutes() != null) {
      json.addProperty("minutes", row.minutes());
    }
    if (row.state() == LearningState.TRAINING && progress >= 0) {
      json.addProperty("progress", JobJson.rounded(Math.min(1, progress), 1000));
    }
    var made = row.made();
    if (made.data() != null) {
      json.addProperty("data", made.data());
    }
    text(json, "run", made.run());
    text(json, "model", made.model());
    text(json, "base", made.base());
    json.addProperty("promotable", isPromotable(row, inUse));
    text(json, "message", row.message());
    json.addProperty("who", row.who());
    json.addProperty("createdAt", JobJson.time(row.created()));
    if (row.ended() != null) {
      json.addProperty("endedAt", JobJson.time(row.ended()));
    }
    return json;
  }

  /// Whether promoting it would do something.
  private static boolean isPromotable(LearningCycleRow row, Optional<Target> inUse) {
    return row.state() == LearningState.PASSED
        && inUse.isPresent()
        && inUse.get().sha256().equals(row.made().baseSha256());
  }

  /// The interface's `Passage`. The song is a number: its title is its owner's.
  static JsonObject passage(Passage passage, Optional<Decision.Stored> decision) {
    var json = new JsonObject();
    json.addProperty("id", passage.id());
    json.addProperty("song", passage.songSha256().substring(0, 8));
    json.addProperty("startSeconds", passage.startSeconds());
    json.addProperty("endSeconds", passage.endSeconds());
    json.addProperty("disagreementDb", passage.disagreementDb());
    json.addProperty("voiced", passage.voiced());
    json.addProperty("weight", passage.weight());
    json.addProperty("decided", decision.isPresent());
    decision.ifPresent(stored -> json.add("decision", decision(stored)));
    return json;
  }

  /// The interface's `Decision`.
  static JsonObject decision(Decision.Stored stored) {
    JsonObject json = GSON.toJsonTree(stored.content()).getAsJsonObject();
    json.addProperty("passage", stored.passage().id());
    json.addProperty("who", stored.curator());
    json.addProperty("at", JobJson.time(stored.decided()));
    return json;
  }

  /// The interface's `DataVersionList`.
  static JsonObject versions(List<LearningData.Version> versions) {
    var list = new JsonArray();
    for (var version : versions) {
      JsonObject json = version.summary().deepCopy();
      json.addProperty("number", version.number());
      json.addProperty("sha256", version.sha256());
      json.addProperty("collectedAt", JobJson.time(version.collected()));
      json.addProperty("revoked", version.revoked());
      json.add("models", JobJson.strings(version.models()));
      list.add(json);
    }
    var json = new JsonObject();
    json.add("versions", list);
    return json;
  }

  /// The interface's `LearningHistory`.
  static JsonObject history(List<AuditEntry> entries) {
    var list = new JsonArray();
    for (AuditEntry entry : entries) {
      var json = new JsonObject();
      json.addProperty("number", entry.number());
      json.addProperty("at", JobJson.time(entry.happened()));
      json.addProperty("who", entry.who());
      json.addProperty("kind", entry.kind());
      json.addProperty("key", entry.event());
      json.add("details", entry.details());
      json.addProperty("previous", entry.previous());
      json.addProperty("sha256", entry.sha256());
      list.add(json);
    }
    var json = new JsonObject();
    json.add("entries", list);
    return json;
  }

  /// The interface's `CorrectedStems`.
  static JsonObject corrected(List<CorrectedStems.Stem> stems) {
    var list = new JsonArray();
    for (var stem : stems) {
      var json = new JsonObject();
      json.addProperty("stem", stem.stem());
      json.addProperty("licence", stem.licence());
      json.addProperty("bytes", stem.bytes());
      json.addProperty("createdAt", JobJson.time(stem.created()));
      list.add(json);
    }
    var json = new JsonObject();
    json.add("stems", list);
    return json;
  }

  /// A report as it is stored.
  static JsonObject report(String text) {
    return JsonParser.parseString(text).getAsJsonObject();
  }
}
