package dev.isolator.learn.history;

import com.google.gson.JsonObject;
import dev.isolator.learn.history.HistoryEntry.Kind;
import dev.isolator.model.ModelAliases;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/// Promotions and rollbacks in the history. The aliases change first, and hold what the change was;
/// the line is added after it, or by whoever comes next.
public final class AliasHistory {
  private static final Set<String> ACTIONS = Set.of("promotion", "rollback");

  private AliasHistory() {}

  /// Notes the latest change of the aliases, if the history lacks it.
  ///
  /// @param models folder of the aliases
  public static void note(History history, Path models) throws IOException {
    ModelAliases aliases = ModelAliases.read(models);
    ModelAliases.Change last = aliases.last();
    if (last == null || !ACTIONS.contains(last.action())) {
      return; // that a model became a candidate has a line of its own
    }
    var details = new JsonObject();
    details.addProperty("revision", aliases.revision());
    details.addProperty("model", last.target().model());
    details.addProperty("modelSha256", last.target().sha256());
    details.addProperty("run", last.target().run());
    details.addProperty("changedAt", last.at());
    history.add(
        last.who(),
        Kind.valueOf(last.action().toUpperCase(Locale.ROOT)),
        "aliases:" + aliases.revision(),
        details);
  }
}
