package dev.isolator.learn.gate;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import dev.isolator.learn.folder.LearningFolder;
import dev.isolator.learn.run.LearningRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the gate found, and what it decided: `gate.json` in the run's folder, and the same as a
/// page, `gate.html`.
///
/// @param compared which models on which songs
/// @param passed whether all conditions hold
/// @param conditions each with what was asked for and what was found
/// @param interval of the paired differences in SDR; missing where the set has no sung song
/// @param songs in the set's order
/// @param laws of the candidate
/// @param judgedAt RFC 3339 in UTC
public record GateReport(
    Compared compared,
    boolean passed,
    List<Condition> conditions,
    @Nullable BootstrapInterval interval,
    List<SongDifference> songs,
    List<LawCheck> laws,
    String judgedAt) {
  static final String FILE = "gate.json";
  static final String PAGE = "gate.html";
  static final Gson GSON =
      new GsonBuilder()
          .disableHtmlEscaping()
          .serializeSpecialFloatingPointValues()
          .setPrettyPrinting()
          .create();

  public GateReport {
    conditions = List.copyOf(conditions);
    songs = List.copyOf(songs);
    laws = List.copyOf(laws);
  }

  /// Which models were compared on which songs.
  ///
  /// @param run that made the candidate
  /// @param live `name@version` of the model in use
  /// @param liveSha256 its hash
  /// @param candidate `name@version`
  /// @param candidateSha256 its hash
  /// @param setSha256 hash of the held-out songs
  /// @param use how often the set has been looked at, this time included
  /// @param seed of the bootstrap
  public record Compared(
      String run,
      String live,
      String liveSha256,
      String candidate,
      String candidateSha256,
      String setSha256,
      int use,
      long seed) {}

  /// One condition.
  ///
  /// @param name of what is measured
  /// @param asked the limit, as a sentence's end: `at least 0 dB`
  /// @param found with its unit
  /// @param holds whether it is met
  public record Condition(String name, String asked, String found, boolean holds) {}

  /// The report of a run, if it has one.
  public static Optional<GateReport> find(LearningFolder learning, LearningRun run)
      throws IOException {
    Path file = learning.run(run.id()).resolve(FILE);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(GSON.fromJson(Files.readString(file), GateReport.class));
    } catch (JsonParseException e) {
      throw new IOException(
          file
              + ": expected the gate's report in JSON, found something else; remove it and judge again",
          e);
    }
  }
}
