package dev.isolator.server.learning;

import dev.isolator.server.job.JobId;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/// The parts of the learning loop that the interface calls.
///
/// @param cycle what a run does
/// @param queue which server does it
/// @param models that runs made
/// @param audio of passages
/// @param blindingSecret decides which model is a and which is b; the same on all servers
public record LearningServices(
    LearningCycle cycle,
    LearningQueue queue,
    LearntModels models,
    PassageAudio audio,
    String blindingSecret) {

  /// Takes a promotion back.
  ///
  /// @param from `name@version` of what is taken back
  /// @return whether there was something to go back to, or nothing to do
  public boolean rollback(String from, String who) {
    return cycle.parts().aliases().rollback(from, who);
  }

  /// The secret of a database, made when it is first asked for.
  public static String blindingSecret(Jdbi jdbi) {
    var there =
        jdbi.withHandle(
            h ->
                h.createQuery("SELECT secret FROM secret WHERE name = 'blinding'")
                    .mapTo(String.class)
                    .findOne());
    if (there.isPresent()) {
      return there.get();
    }
    try {
      jdbi.useHandle(
          h ->
              h.createUpdate("INSERT INTO secret (name, secret) VALUES ('blinding', :secret)")
                  .bind("secret", JobId.fresh())
                  .execute());
    } catch (UnableToExecuteStatementException e) {
      return blindingSecret(
          jdbi); // another server was quicker; if it was not that, it throws again
    }
    return blindingSecret(jdbi);
  }
}
