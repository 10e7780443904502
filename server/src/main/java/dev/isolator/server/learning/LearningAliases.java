package dev.isolator.server.learning;

import com.google.gson.JsonObject;
import dev.isolator.model.ModelAliases.Target;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/// Which models `live`, `candidate` and `previous` stand for, for all servers of a database. Each
/// change is one transaction with its entry in the audit: there is no promotion without its entry,
/// and none is made twice. Jobs keep the model that they were made with.
public final class LearningAliases {
  static final String LIVE = "live";
  static final String CANDIDATE = "candidate";
  static final String PREVIOUS = "previous";

  private final Jdbi jdbi;

  public LearningAliases(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /// The model that is used when none is named, if one was promoted.
  public Optional<Target> live() {
    return of(LIVE);
  }

  /// The model that may take its place.
  public Optional<Target> candidate() {
    return of(CANDIDATE);
  }

  /// The model that rolling back returns to.
  public Optional<Target> previous() {
    return of(PREVIOUS);
  }

  private Optional<Target> of(String alias) {
    return jdbi.withHandle(h -> of(h, alias));
  }

  private static Optional<Target> of(Handle h, String alias) {
    return h.createQuery("SELECT * FROM learning_alias WHERE alias = :alias")
        .bind("alias", alias)
        .map(
            (row, _) ->
                new Target(row.getString("model"), row.getString("sha256"), row.getString("run")))
        .findOne();
  }

  private static void set(Handle h, String alias, Target target) {
    clear(h, alias);
    h.createUpdate(
            "INSERT INTO learning_alias (alias, model, sha256, run) VALUES (:alias, :model, :sha256, :run)")
        .bind("alias", alias)
        .bind("model", target.model())
        .bind("sha256", target.sha256())
        .bind("run", target.run())
        .execute();
  }

  private static void clear(Handle h, String alias) {
    h.createUpdate("DELETE FROM learning_alias WHERE alias = :alias")
        .bind("alias", alias)
        .execute();
  }

  /// Makes a model the candidate, in the transaction that ends its run.
  static void nominate(Handle h, Target target, String who, String id) {
    LearningAudit.lock(h);
    set(h, CANDIDATE, target);
    LearningAudit.add(h, who, CANDIDATE, "candidate:" + id, details(target));
  }

  /// How a promotion ended.
  public enum Outcome {
    /// The model is in use: since now, or already.
    IN_USE,
    /// Another model is in use than the one that it was compared with.
    OUTDATED
  }

  /// Promotes a model.
  ///
  /// @param target the model
  /// @param comparedSha256 hash of the model that it was compared with
  /// @param initial what is in use while nothing was promoted
  /// @param id of the run
  Outcome promote(Target target, String comparedSha256, Target initial, String who, String id) {
    return jdbi.inTransaction(
        h -> {
          LearningAudit.lock(h);
          Target inUse = of(h, LIVE).orElse(initial);
          if (inUse.equals(target)) {
            return Outcome.IN_USE;
          }
          if (!inUse.sha256().equals(comparedSha256)) {
            return Outcome.OUTDATED;
          }
          set(h, LIVE, target);
          set(h, PREVIOUS, inUse);
          if (of(h, CANDIDATE).filter(target::equals).isPresent()) {
            clear(h, CANDIDATE);
          }
          JsonObject details = details(target);
          details.addProperty("before", inUse.model());
          LearningAudit.add(h, who, "promotion", event(h, "promotion", id), details);
          return Outcome.IN_USE;
        });
  }

  /// Takes a promotion back.
  ///
  /// @param from what is taken back; nothing changes where another model is in use
  /// @return whether there was something to go back to, or nothing to do
  boolean rollback(String from, String who) {
    return jdbi.inTransaction(
        h -> {
          LearningAudit.lock(h);
          Optional<Target> live = of(h, LIVE);
          if (live.isEmpty()) {
            return false;
          }
          if (!live.get().model().equals(from)) {
            return true;
          }
          Optional<Target> previous = of(h, PREVIOUS);
          if (previous.isEmpty()) {
            return false;
          }
          set(h, LIVE, previous.get());
          clear(h, PREVIOUS);
          JsonObject details = details(live.get());
          details.addProperty("after", previous.get().model());
          LearningAudit.add(h, who, "rollback", event(h, "rollback", live.get().run()), details);
          return true;
        });
  }

  /// The same model may be promoted again after it was taken back: events are numbered.
  private static String event(Handle h, String kind, String id) {
    int count =
        h.createQuery("SELECT COUNT(*) FROM learning_audit WHERE kind = :kind")
            .bind("kind", kind)
            .mapTo(Integer.class)
            .one();
    return "%s:%s:%d".formatted(kind, id, count + 1);
  }

  static JsonObject details(Target target) {
    var details = new JsonObject();
    details.addProperty("model", target.model());
    details.addProperty("sha256", target.sha256());
    details.addProperty("run", target.run());
    return details;
  }
}
