package dev.isolator.learn.promote;

import dev.isolator.learn.folder.LearningFolder;
import dev.isolator.learn.gate.GateReport;
import dev.isolator.learn.history.AliasHistory;
import dev.isolator.learn.run.LearningRun;
import dev.isolator.model.ModelAliases;
import dev.isolator.model.ModelAliases.Target;
import dev.isolator.model.ModelCard;
import java.io.IOException;
import java.nio.file.Path;

/// Promotes and rolls back: one replacement of one small file, `aliases.json` in the folder of
/// models. Whoever separates a song meanwhile keeps the model that is open; the next song uses the
/// other one.
///
/// Either may be killed at any moment and repeated. A promotion is only ever made once: repeated,
/// it finds its model in use and adds what the history lacks.
public final class Promotion {
  private final LearningFolder learning;
  private final String who;

  /// @param who promotes, for the history
  public Promotion(LearningFolder learning, String who) {
    this.learning = learning;
    this.who = who;
  }

  /// Lets a run's model take the place of the one in use.
  ///
  /// @throws IOException if the model did not pass the gate, or another model is in use by now than
  ///   the one that it was compared with
  public ModelAliases promote(LearningRun run) throws IOException {
    note();
    GateReport report =
        GateReport.find(learning, run)
            .filter(found -> found.compared().candidateSha256().equals(run.modelSha256()))
            .orElseThrow(
                () ->
                    new IOException(
                        "%s: expected a model that passed the gate, found one that was not judged; judge it with: isolator learn gate %s"
                            .formatted(run.id(), run.id())));
    if (!report.passed()) {
      throw new IOException(
          "%s: expected a model that passed the gate, found one that was refused; %s says why"
              .formatted(run.id(), learning.run(run.id()).resolve("gate.html")));
    }
    ModelCard card = learning.catalogue().find(run.model()).card();
    Target target = Target.of(card);
    if (!target.sha256().equals(run.modelSha256())) {
      throw new IOException(
          "%s: expected the weights %s that passed the gate, found %s; judge it again"
              .formatted(run.model(), run.modelSha256(), target.sha256()));
    }
    ModelCard inUse = learning.catalogue().defaultModel().card();
    Target before = Target.of(inUse);
    if (!before.equals(target) && !before.sha256().equals(report.compared().liveSha256())) {
      throw new IOException(
          "%s: was compared with %s, but %s is in use by now; judge it again with: isolator learn gate %s"
              .formatted(run.id(), report.compared().live(), inUse.versionedName(), run.id()));
    }
    ModelAliases.change(
        folder(),
        "promotion",
        target,
        who,
        aliases ->
            aliases.live() == null || before.equals(aliases.live()) || target.equals(aliases.live())
                ? aliases.promoted(target, before)
                : aliases); // somebody else was quicker: what it was compared with is not in use
    note();
    ModelAliases after = ModelAliases.read(folder());
    if (!target.equals(after.live())) {
      throw new IOException(
          "%s: another model was promoted meanwhile; judge it again with: isolator learn gate %s"
              .formatted(run.id(), run.id()));
    }
    return after;
  }

  /// Gives the place back to the model before.
  ///
  /// @param from `name@version` of what is taken back; empty = the model in use. Where that model
  ///   is not in use any more, nothing changes
  /// @throws IOException if there is no model to go back to
  public ModelAliases rollback(String from) throws IOException {
    note();
    ModelAliases aliases = ModelAliases.read(folder());
    Target live = aliases.live();
    if (live != null && !from.isEmpty() && !live.model().equals(from)) {
      return aliases;
    }
    if (live == null || aliases.previous() == null) {
      throw new IOException(
          "%s: expected a model to go back to as previous, found none; nothing was promoted since the last time"
              .formatted(folder().resolve(ModelAliases.FILE)));
    }
    ModelAliases after =
        ModelAliases.change(folder(), "rollback", live, who, found -> found.rolledBack(live));
    note();
    return after;
  }

  private Path folder() {
    return learning.catalogue().folder();
  }

  private void note() throws IOException {
    AliasHistory.note(learning.history(), folder());
  }
}
