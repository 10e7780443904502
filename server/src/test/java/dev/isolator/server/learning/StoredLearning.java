package dev.isolator.server.learning;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.isolator.model.ModelAliases.Target;
import dev.isolator.server.learning.LearningCycleRow.Made;
import java.util.Locale;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// What runs leave in the database, written by the stores that runs use. For tests of the page: the
/// runs themselves need the modules that train.
///
/// @param jdbi the database of a server
public record StoredLearning(Jdbi jdbi) {
  private static final String WORKER = "worker";

  /// A version of the data: of the song two passages, of another song nothing.
  public void version(String song, String other) {
    new LearningData(jdbi)
        .store(
            JsonParser.parseString(
                    """
                    {"number": 1, "sha256": "%s", "content": {"people": 2,
                      "hours": {"pseudo": 0.5, "negative": 0.25}, "licences": ["own work", "CC0-1.0"],
                      "songs": [{"song": "%s"}, {"song": "%s"}],
                      "passages": [
                        {"song": "%s", "startSeconds": 0.5, "endSeconds": 2.5, "disagreementDb": -3.5,
                          "voiced": 0.5, "weight": 1},
                        {"song": "%s", "startSeconds": 2, "endSeconds": 4, "disagreementDb": -9.25,
                          "voiced": 0.25, "weight": 2}]}}
                    """
                        .formatted("f".repeat(64), song, other, song, song))
                .getAsJsonObject(),
            "test");
  }

  /// A run that was judged; one that passed is the candidate.
  ///
  /// @param differencesDb in SDR, of songs with a voice
  public void judged(
      String run, Target live, Target candidate, boolean passed, double... differencesDb) {
    LearningCycleRow row = begun(LearningState.JUDGING, made(run, live, candidate, null));
    String report = report(run, live, candidate, passed, differencesDb);
    var details = new JsonObject();
    details.addProperty("run", run);
    details.addProperty("passed", passed);
    details.addProperty("live", live.model());
    details.addProperty("candidate", candidate.model());
    details.addProperty("use", 1);
    new LearningAudit(jdbi).add("test", "gate", "gate:" + row.id(), details);
    new LearningRuns(jdbi)
        .end(
            row,
            WORKER,
            passed ? LearningState.PASSED : LearningState.REFUSED,
            made(run, live, candidate, report),
            passed ? candidate : null,
            null);
  }

  private static Made made(String run, Target live, Target candidate, @Nullable String report) {
    return new Made(
        1, run, candidate.model(), candidate.sha256(), live.model(), live.sha256(), report);
  }

  private LearningCycleRow begun(LearningState state, Made made) {
    var runs = new LearningRuns(jdbi);
    String id = runs.add("gate", null, "test").orElseThrow().id();
    LearningCycleRow taken = runs.take(id, WORKER).orElseThrow();
    runs.advance(taken.id(), WORKER, state, made);
    return runs.find(id).orElseThrow();
  }

  /// A run whose network is being trained.
  public LearningCycleRow training() {
    return begun(LearningState.TRAINING, new Made(1, null, null, null, null, null, null));
  }

  /// Ends a run that somebody asked to stop, as its worker does.
  public void stopped(LearningCycleRow training) {
    LearningCycleRow row = new LearningRuns(jdbi).find(training.id()).orElseThrow();
    if (!row.stopping()) {
      throw new IllegalStateException("nobody asked it to stop");
    }
    new LearningRuns(jdbi).end(row, WORKER, LearningState.STOPPED, row.made(), null, null);
  }

  /// A song whose consent was taken back, and its sound removed.
  public void revoked(String song) {
    new LearningData(jdbi).revoke(song);
  }

  private static String report(
      String run, Target live, Target candidate, boolean passed, double... differencesDb) {
    var songs = new StringBuilder();
    double worst = Double.POSITIVE_INFINITY;
    for (int i = 0; i < differencesDb.length; i++) {
      worst = Math.min(worst, differencesDb[i]);
      songs.append(
          String.format(
              Locale.ROOT,
              "{\"song\": \"Song %d\", \"liveSdrDb\": %d, \"candidateSdrDb\": %.2f},",
              i + 1,
              8 + i,
              8 + i + differencesDb[i]));
    }
    return String.format(
        Locale.ROOT,
        """
        {"compared": {"run": "%s", "live": "%s", "candidate": "%s", "setSha256": "%s", "use": 1, "seed": 1},
         "passed": %b,
         "conditions": [
           {"name": "median difference in SDR", "asked": "at least 0.00 dB", "found": "0.20 dB", "holds": true},
           {"name": "worst song", "asked": "not below −0.50 dB", "found": "%s", "holds": %b},
           {"name": "laws", "asked": "all of them", "found": "1 of 1", "holds": true}],
         "interval": {"median": 0.2, "lower": -0.05, "upper": 0.4},
         "songs": [%s {"song": "Drums", "liveFalseVoiceDb": -40, "candidateFalseVoiceDb": -41}],
         "laws": [{"law": "nulling", "asked": "at most −120 dBFS", "found": "−150 dBFS", "holds": true}],
         "judgedAt": "2026-11-30T00:00:00Z"}
        """,
        run,
        live.model(),
        candidate.model(),
        "f".repeat(64),
        passed,
        String.format(Locale.ROOT, "%.2f dB", worst).replace('-', '−'),
        worst >= -0.5,
        songs);
  }
}
