package dev.isolator.learn.gate;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.isolator.Separator;
import dev.isolator.SeparatorOptions;
import dev.isolator.evaluate.candidate.Candidate;
import dev.isolator.evaluate.songs.ReferenceSignals;
import dev.isolator.file.AtomicFile;
import dev.isolator.learn.data.HeldOutSongs;
import dev.isolator.learn.folder.LearningFolder;
import dev.isolator.learn.history.AliasHistory;
import dev.isolator.learn.history.HistoryEntry;
import dev.isolator.learn.history.HistoryEntry.Kind;
import dev.isolator.learn.run.LearningRun;
import dev.isolator.model.ModelAliases;
import dev.isolator.model.ModelCard;
import dev.isolator.model.ModelCatalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Compares a run's model with the model in use on the held-out songs, and decides. A model that
/// passes is added to the models at hand, and may become the alias `candidate` ([#nominate]); it is
/// promoted by nobody but a person, or a setting that a person made.
///
/// Each look at the set is counted, as a set that is looked at often enough selects what fits it by
/// chance. The same run against the same model is looked at once: its report is kept. An evaluation
/// that is interrupted goes on with the songs that are left.
public final class Gate {
  private static final double LAW_SECONDS = 10;

  private final LearningFolder learning;
  private final String who;

  /// @param who judges, for the history
  public Gate(LearningFolder learning, String who) {
    this.learning = learning;
    this.who = who;
  }

  /// Judges a run's model.
  ///
  /// @throws IOException if the run has no model yet, or a song cannot be read
  public GateReport judge(LearningRun run) throws IOException {
    if (!run.isTrained()) {
      throw new IOException(
          "%s: expected a run that has ended with a model, found one that has not; go on with: isolator learn run"
              .formatted(learning.run(run.id())));
    }
    try (var _ = learning.exclusively("gate")) {
      HeldOutSongs songs = HeldOutSongs.open(learning.settings().gate());
      ModelCatalogue.Entry live = learning.catalogue().find(learning.settings().model());
      String set = songs.sha256();
      Optional<GateReport> before = GateReport.find(learning, run);
      GateReport report = before.filter(found -> isOf(found, run, live.card(), set)).orElse(null);
      if (report == null) {
        report = judged(run, songs, live, set);
        write(run, report);
      }
      settle(run, report);
      return report;
    }
  }

  private static boolean isOf(GateReport report, LearningRun run, ModelCard live, String set) {
    return report.compared().setSha256().equals(set)
        && report.compared().liveSha256().equals(live.sha256())
        && report.compared().candidateSha256().equals(run.modelSha256());
  }

  private GateReport judged(
      LearningRun run, HeldOutSongs songs, ModelCatalogue.Entry live, String set)
      throws IOException {
    int use = counted(run, live.card(), set);
    Path onnx = run.onnx(learning);
    ModelCatalogue.Entry entry = learning.catalogue().find(onnx.toString());
    long seed = learning.settings().training().seed();
    var differences = new ArrayList<SongDifference>();
    try (Candidate inUse = Candidate.named(name(live), options());
        Candidate candidate = Candidate.named(onnx.toString(), options())) {
      var scoring =
          new PairScoring(
              learning.run(run.id()).resolve("gate"),
              inUse,
              candidate,
              live.card().sha256() + run.modelSha256() + set);
      for (var song : songs.songs()) {
        differences.add(scoring.of(song));
      }
    }
    List<LawCheck> laws = laws(entry, live, songs);
    var compared =
        new GateReport.Compared(
            run.id(),
            live.card().versionedName(),
            live.card().sha256(),
            run.model(),
            run.modelSha256(),
            set,
            use,
            seed);
    return GateVerdict.of(
        compared, differences, laws, GateLimits.defaults(), Instant.now().toString());
  }

  private SeparatorOptions options() {
    return SeparatorOptions.defaults().withThreads(learning.settings().process().threads());
  }

  /// How a separator is asked for a model of the catalogue, which may not be the user's.
  private static String name(ModelCatalogue.Entry entry) {
    return entry.location().endsWith(".onnx") ? entry.location() : entry.card().versionedName();
  }

  /// Counts a look at the set, before anything is seen.
  private int counted(LearningRun run, ModelCard live, String set) throws IOException {
    String key = "gate:%s:%s:%s".formatted(run.id(), live.sha256(), set);
    int use = 1;
    for (HistoryEntry entry : learning.history().read()) {
      if (entry.kind() == Kind.GATE
          && entry.details().has("use")
          && entry.details().get("set").getAsString().equals(set)) {
        if (entry.key().equals(key)) {
          return entry.details().get("use").getAsInt();
        }
        use++;
      }
    }
    var details = new JsonObject();
    details.addProperty("run", run.id());
    details.addProperty("live", live.versionedName());
    details.addProperty("candidate", run.model());
    details.addProperty("set", set);
    details.addProperty("use", use);
    return learning.history().add(who, Kind.GATE, key, details).details().get("use").getAsInt();
  }

  private List<LawCheck> laws(
      ModelCatalogue.Entry entry, ModelCatalogue.Entry live, HeldOutSongs songs)
      throws IOException {
    for (var song : songs.songs()) {
      ReferenceSignals signals = ReferenceSignals.of(song);
      var vocals = signals.stem("vocals");
      if (vocals == null || signals.mixture().length > 2) {
        continue;
      }
      try (var inUse = Separator.open(options().withModel(name(live)));
          var candidate = Separator.open(options().withModel(entry.location()))) {
        return LawChecks.of(
            learning.catalogue(),
            entry,
            inUse,
            candidate,
            excerpt(signals.mixture(), signals.sampleRate()),
            excerpt(vocals.toFloat(), signals.sampleRate()),
            signals.sampleRate());
      }
    }
    return List.of();
  }

  /// Ten seconds out of the middle, in stereo, of an odd number of frames.
  private static float[][] excerpt(float[][] sound, int rate) {
    int frames = Math.min(sound[0].length, (int) (LAW_SECONDS * rate)) - 1 | 1;
    int from = Math.max(0, (sound[0].length - frames) / 2);
    int to = Math.min(sound[0].length, from + frames);
    float[] left = java.util.Arrays.copyOfRange(sound[0], from, to);
    float[] right = java.util.Arrays.copyOfRange(sound[sound.length - 1], from, to);
    return new float[][] {left, right};
  }

  private void write(LearningRun run, GateReport report) throws IOException {
    Path folder = learning.run(run.id());
    AtomicFile.write(folder.resolve(GateReport.PAGE), GatePage.of(report));
    AtomicFile.write(folder.resolve(GateReport.FILE), GateReport.GSON.toJson(report) + "\n");
  }

  /// Notes the verdict; a model that passed is added to the models at hand.
  private void settle(LearningRun run, GateReport report) throws IOException {
    var details = new JsonObject();
    details.addProperty("run", run.id());
    details.addProperty("passed", report.passed());
    details.addProperty("live", report.compared().live());
    var failed = new JsonArray();
    report.conditions().stream()
        .filter(condition -> !condition.holds())
        .forEach(condition -> failed.add(condition.name()));
    details.add("failed", failed);
    @Nullable BootstrapInterval interval = report.interval();
    if (interval != null) {
      details.addProperty("medianDb", interval.median());
      details.addProperty("lowerDb", interval.lower());
    }
    String key =
        "verdict:%s:%s:%s"
            .formatted(run.id(), report.compared().liveSha256(), report.compared().setSha256());
    learning.history().add(who, Kind.GATE, key, details);
    if (report.passed()) {
      Files.createDirectories(learning.catalogue().folder());
      learning.catalogue().add(run.onnx(learning));
    }
  }

  /// Makes a model that passed the candidate, unless it is in use already.
  ///
  /// @throws IOException if it did not pass
  public void nominate(LearningRun run) throws IOException {
    boolean passed =
        GateReport.find(learning, run)
            .filter(report -> report.compared().candidateSha256().equals(run.modelSha256()))
            .map(GateReport::passed)
            .orElse(false);
    if (!passed) {
      throw new IOException(
          "%s: expected a model that passed the gate, found one that did not; judge it with: isolator learn gate %s"
              .formatted(run.id(), run.id()));
    }
    Path models = learning.catalogue().folder();
    var target = ModelAliases.Target.of(learning.catalogue().find(run.model()).card());
    AliasHistory.note(learning.history(), models); // before another change takes its place
    ModelAliases.change(
        models,
        "candidate",
        target,
        who,
        aliases -> target.equals(aliases.live()) ? aliases : aliases.withCandidate(target));
    var candidate = new JsonObject();
    candidate.addProperty("run", run.id());
    candidate.addProperty("model", run.model());
    learning.history().add(who, Kind.CANDIDATE, "candidate:" + run.id(), candidate);
  }
}
