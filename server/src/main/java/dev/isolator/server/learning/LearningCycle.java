package dev.isolator.server.learning;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.isolator.model.ModelAliases.Target;
import dev.isolator.model.ModelCatalogue;
import dev.isolator.server.feedback.FeedbackStore;
import dev.isolator.server.job.JobId;
import dev.isolator.server.job.JobState;
import dev.isolator.server.job.JobStore;
import dev.isolator.server.learning.LearningCycleRow.Made;
import dev.isolator.server.log.Log;
import dev.isolator.server.storage.Storage;
import dev.isolator.server.storage.StorageKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Takes a run from one stage to the next: collect, train, judge. Each stage is a command of
/// `isolator learn`, which goes on where it was interrupted; its row says which stage is under way.
/// A run ends with a candidate at most, unless the owner's setting says that what passes is
/// promoted.
public final class LearningCycle {
  private static final Log LOG = Log.of(LearningCycle.class);
  private static final int REFUSED = 1;

  private final LearningOptions options;
  private final Parts parts;
  private final LearnProcess process;
  private final ReentrantLock folder = new ReentrantLock(); // this server's processes, one by one
  private volatile boolean closing;

  /// @param parts what it reads and writes
  public LearningCycle(LearningOptions options, Parts parts) {
    this.options = options;
    this.parts = parts;
    this.process = new LearnProcess(options);
  }

  /// What the loop reads and writes.
  public record Parts(
      LearningRuns runs,
      LearningAliases aliases,
      LearningAudit audit,
      LearningData data,
      PassageStore passages,
      CorrectedStems corrected,
      FeedbackStore feedback,
      JobStore jobs,
      Storage storage) {}

  /// The settings.
  public LearningOptions options() {
    return options;
  }

  /// What it reads and writes.
  public Parts parts() {
    return parts;
  }

  /// From now on processes are told to save and to end, and runs wait for the next start.
  public void stop() {
    closing = true;
  }

  /// Whether runs are to wait.
  boolean isClosing() {
    return closing;
  }

  /// Works on a run until it has ended, or this server stops.
  ///
  /// @return whether it has ended
  boolean work(String id) throws IOException, InterruptedException {
    String worker = JobId.fresh();
    var taken = parts.runs().take(id, worker);
    if (taken.isEmpty()) {
      return true;
    }
    folder.lockInterruptibly();
    try {
      LearningCycleRow row = taken.get();
      while (!row.state().isEnd()) {
        LOG.info("learning", "run", id, "stage", row.state().text());
        if (!stage(row, worker)) {
          return false;
        }
        row = parts.runs().find(id).orElseThrow();
      }
      LOG.info("learning ended", "run", id, "state", row.state().text());
      return true;
    } catch (StageFailedException e) {
      LearningCycleRow row = parts.runs().find(id).orElseThrow();
      boolean stopped = row.stopping();
      parts
          .runs()
          .end(
              row,
              worker,
              stopped ? LearningState.STOPPED : LearningState.FAILED,
              row.made(),
              null,
              stopped ? null : e.getMessage());
      LOG.info("learning ended", "run", id, "stopped", stopped, "said", e.getMessage());
      return true;
    } finally {
      folder.unlock();
    }
  }

  /// A stage that cannot go on; the message is for people.
  private static final class StageFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    StageFailedException(String message) {
      super(message);
    }
  }

  /// @return whether the run may go on
  private boolean stage(LearningCycleRow row, String worker)
      throws IOException, InterruptedException, StageFailedException {
    return switch (row.state()) {
      case QUEUED -> parts.runs().advance(row.id(), worker, LearningState.COLLECTING, row.made());
      case COLLECTING -> collect(row, worker);
      case TRAINING -> train(row, worker);
      case JUDGING -> judge(row, worker);
      case COLLECTED, PASSED, REFUSED, FAILED, STOPPED -> true;
    };
  }

  private LearnProcess.@Nullable Ending learn(
      LearningCycleRow row, List<String> words, BooleanSupplier watch, int... good)
      throws IOException, InterruptedException, StageFailedException {
    BooleanSupplier ends =
        () -> {
          boolean ended = watch.getAsBoolean();
          return closing
              || ended
              || parts.runs().find(row.id()).map(LearningCycleRow::stopping).orElse(true);
        };
    LearnProcess.Ending ending = process.run(words, row.who(), ends);
    if (ending.ended()) {
      if (closing) {
        return null; // it goes on at the next start, here or elsewhere
      }
      throw new StageFailedException("stopped");
    }
    if (ending.exit() != 0 && (good.length == 0 || ending.exit() != good[0])) {
      throw new StageFailedException(ending.said());
    }
    return ending;
  }

  private boolean collect(LearningCycleRow row, String worker)
      throws IOException, InterruptedException, StageFailedException {
    Path scratch = parts.storage().scratch("learning");
    try {
      int songs =
          LearningExport.write(
              parts.feedback(), parts.passages(), parts.corrected(), parts.storage(), scratch);
      if (songs == 0) {
        throw new StageFailedException(
            "There is no song with consent yet, so there is nothing to learn from.");
      }
      var words = List.of("collect", scratch.toString());
      if (learn(row, words, () -> false) == null) {
        return false;
      }
    } finally {
      parts.storage().delete(StorageKey.of("scratch", String.valueOf(scratch.getFileName())));
    }
    JsonObject version = newestVersion();
    parts.data().store(version, row.who());
    int number = version.get("number").getAsInt();
    var made = new Made(number, null, null, null, null, null, null);
    boolean empty =
        !version.getAsJsonObject("content").getAsJsonObject("hours").keySet().iterator().hasNext();
    if (row.until().equals("collect") || empty) {
      return parts
          .runs()
          .end(
              row,
              worker,
              LearningState.COLLECTED,
              made,
              null,
              empty ? "Nothing of what people approved passed the filter yet." : null);
    }
    return parts.runs().advance(row.id(), worker, LearningState.TRAINING, made);
  }

  private JsonObject newestVersion() throws IOException {
    int newest = newest(options.folder().resolve("data"), "");
    return json(options.folder().resolve("data/%d/version.json".formatted(newest)));
  }

  private static int newest(Path folder, String prefix) throws IOException {
    int newest = 0;
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.toList()) {
          String name = String.valueOf(file.getFileName());
          if (name.matches(prefix + "[1-9][0-9]{0,8}")) {
            newest = Math.max(newest, Integer.parseInt(name.substring(prefix.length())));
          }
        }
      }
    }
    if (newest == 0) {
      throw new IOException(folder + ": expected what isolator learn wrote, found nothing");
    }
    return newest;
  }

  private static JsonObject json(Path file) throws IOException {
    try {
      return JsonParser.parseString(Files.readString(file)).getAsJsonObject();
    } catch (JsonParseException | IllegalStateException e) {
      throw new IOException(file + ": expected JSON, found something else", e);
    }
  }

  /// The model that is in use.
  Target inUse() throws IOException {
    var live = parts.aliases().live();
    return live.isPresent() ? live.get() : Target.of(ModelCatalogue.open().defaultModel().card());
  }

  private boolean train(LearningCycleRow row, String worker)
      throws IOException, InterruptedException, StageFailedException {
    Path pause = options.folder().resolve("pause-" + worker);
    var words = new ArrayList<String>();
    words.add("run");
    words.addAll(List.of("--data-version", String.valueOf(row.made().data())));
    words.addAll(List.of("--model", inUse().model()));
    words.addAll(List.of("--pause", pause.toString()));
    if (row.minutes() != null) {
      words.addAll(List.of("--minutes", String.valueOf(row.minutes())));
    }
    var yielding = new Yielding(row, worker, pause);
    try {
      if (learn(row, words, yielding) == null) {
        return false;
      }
    } finally {
      Files.deleteIfExists(pause);
    }
    String run = "r" + newest(options.folder().resolve("runs"), "r");
    JsonObject json = json(options.folder().resolve("runs/%s/run.json".formatted(run)));
    var made =
        new Made(
            row.made().data(),
            run,
            json.get("model").getAsString(),
            json.get("modelSha256").getAsString(),
            json.get("base").getAsString(),
            json.get("baseSha256").getAsString(),
            null);
    JsonObject details = new JsonObject();
    for (String key : List.of("data", "dataSha256", "base", "baseSha256", "model", "modelSha256")) {
      details.add(key, json.get(key));
    }
    details.addProperty("run", run);
    details.add("settings", json.get("settings"));
    parts.audit().add(row.who(), "run", "run:" + row.id(), details);
    return parts.runs().advance(row.id(), worker, LearningState.JUDGING, made);
  }

  /// Lets training stand still while songs wait or are separated, on any server.
  private final class Yielding implements BooleanSupplier {
    private final LearningCycleRow row;
    private final String worker;
    private final Path pause;
    private boolean paused;

    Yielding(LearningCycleRow row, String worker, Path pause) {
      this.row = row;
      this.worker = worker;
      this.pause = pause;
    }

    /// @return whether training is to end: never for this reason
    @Override
    public boolean getAsBoolean() {
      boolean busy = parts.jobs().count(JobState.QUEUED) + parts.jobs().count(JobState.RUNNING) > 0;
      if (busy != paused) {
        try {
          if (busy) {
            Files.writeString(pause, "songs are being separated\n");
          } else {
            Files.deleteIfExists(pause);
          }
          paused = busy;
          parts.runs().pause(row.id(), worker, busy);
        } catch (IOException e) {
          LOG.warn("training cannot be paused", "run", row.id(), "error", e.getMessage());
        }
      }
      return false;
    }
  }

  private boolean judge(LearningCycleRow row, String worker)
      throws IOException, InterruptedException, StageFailedException {
    String run = String.valueOf(row.made().run());
    var words = List.of("gate", run, "--model", inUse().model(), "--report-only");
    LearnProcess.Ending ending = learn(row, words, () -> false, REFUSED);
    if (ending == null) {
      return false;
    }
    JsonObject report = json(options.folder().resolve("runs/%s/gate.json".formatted(run)));
    JsonObject compared = report.getAsJsonObject("compared");
    boolean passed = report.get("passed").getAsBoolean();
    Made before = row.made();
    var made =
        new Made(
            before.data(),
            run,
            before.model(),
            before.modelSha256(),
            compared.get("live").getAsString(),
            compared.get("liveSha256").getAsString(),
            report.toString());
    JsonObject details = new JsonObject();
    details.addProperty("run", run);
    details.addProperty("passed", passed);
    details.add("live", compared.get("live"));
    details.add("candidate", compared.get("candidate"));
    details.add("set", compared.get("setSha256"));
    details.add("use", compared.get("use"));
    parts.audit().add(row.who(), "gate", "gate:" + row.id(), details);
    if (!passed) {
      return parts.runs().end(row, worker, LearningState.REFUSED, made, null, null);
    }
    var target =
        new Target(
            compared.get("candidate").getAsString(),
            compared.get("candidateSha256").getAsString(),
            run);
    boolean ours = parts.runs().end(row, worker, LearningState.PASSED, made, target, null);
    if (ours && options.promotes()) {
      promote(parts.runs().find(row.id()).orElseThrow(), "schedule");
    }
    return ours;
  }

  /// Promotes a run that passed.
  ///
  /// @param row of a run that passed
  public LearningAliases.Outcome promote(LearningCycleRow row, String who) throws IOException {
    Made made = row.made();
    if (row.state() != LearningState.PASSED
        || made.model() == null
        || made.modelSha256() == null
        || made.run() == null
        || made.baseSha256() == null) {
      throw new IllegalArgumentException("the run has not passed: " + row.state().text());
    }
    var target = new Target(made.model(), made.modelSha256(), made.run());
    var outcome =
        parts
            .aliases()
            .promote(
                target,
                made.baseSha256(),
                Target.of(ModelCatalogue.open().defaultModel().card()),
                who,
                row.id());
    LOG.info("promotion", "model", target.model(), "outcome", outcome, "who", who);
    return outcome;
  }

  /// Removes what was made of songs whose consent was taken back, from all versions.
  public void revoke() throws IOException, InterruptedException {
    var songs = new TreeSet<>(parts.data().withdrawn());
    if (songs.isEmpty() || !options.missing().isEmpty() || !folder.tryLock()) {
      return; // a run is under way here: the next sweep does it
    }
    try {
      var words = new ArrayList<>(List.of("collect"));
      songs.forEach(song -> words.addAll(List.of("--revoke", song)));
      LearnProcess.Ending ending = process.run(words, "server", () -> closing);
      if (ending.ended() || ending.exit() != 0) {
        LOG.warn("songs could not be revoked yet", "songs", songs.size(), "said", ending.said());
        return;
      }
      for (String song : songs) {
        parts.data().revoke(song);
        LOG.info("song revoked", "song", song);
      }
    } finally {
      folder.unlock();
    }
  }
}
