package dev.isolator.learn.run;

import com.google.gson.JsonObject;
import dev.isolator.file.Sha256;
import dev.isolator.learn.data.DataVersion;
import dev.isolator.learn.folder.LearningFolder;
import dev.isolator.learn.folder.LearningSettings;
import dev.isolator.learn.history.HistoryEntry.Kind;
import dev.isolator.model.ModelCard;
import dev.isolator.model.ModelCatalogue;
import dev.isolator.train.data.AdditionalMixes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Makes a model out of the one in use and a version of the data, in a run. At least 70 % of what
/// it learns from is what it was trained on before, so that it does not forget.
///
/// A run that was interrupted, in whichever way, is gone on with by the same call: from its last
/// checkpoint, or where only its model had not been written yet, from there. One process at a time.
public final class FineTuning {
  private static final String TRAINING = "training";

  private final LearningFolder learning;
  private final String who;

  /// @param who begins it, for the history
  public FineTuning(LearningFolder learning, String who) {
    this.learning = learning;
    this.who = who;
  }

  /// What a caller may say of a run.
  ///
  /// @param minutes of training; missing = those of `learn.yaml`
  /// @param pause the run stands still while this file exists; missing = it never does
  public record Options(@Nullable Double minutes, @Nullable Path pause) {
    public static Options defaults() {
      return new Options(null, null);
    }
  }

  /// Begins a run, or goes on with the newest one if it is of the same data and the same model and
  /// has not ended.
  ///
  /// @return the run, with its model
  public LearningRun run(DataVersion data, Options options) throws IOException {
    try (var _ = learning.exclusively("run")) {
      note();
      if (!data.revoked().isEmpty()) {
        throw new IOException(
            "%s: expected a version of the data without revoked songs, found %d; collect the next one with: isolator learn collect"
                .formatted(data.folder(), data.revoked().size()));
      }
      data.verify();
      LearningRun run = begun(data, options);
      if (!run.isTrained()) {
        train(run, data, options);
        run = exported(run, data);
        run.write(learning);
        forget(learning.run(run.id()).resolve(TRAINING).resolve("additional"));
      }
      note();
      return run;
    }
  }

  private LearningRun begun(DataVersion data, Options options) throws IOException {
    LearningSettings settings = learning.settings();
    ModelCard base = learning.catalogue().find(settings.model()).card();
    var decided =
        new LearningRun.Settings(
            options.minutes() == null ? settings.training().minutes() : options.minutes(),
            Math.min(settings.training().share(), AdditionalMixes.MOST_SHARE),
            Sha256.of(settings.original().config()));
    List<Integer> numbers = learning.runs();
    if (!numbers.isEmpty()) {
      LearningRun newest = LearningRun.newest(learning);
      if (!newest.isTrained()
          && newest.dataSha256().equals(data.sha256())
          && newest.baseSha256().equals(base.sha256())
          && newest.settings().equals(decided)) {
        return newest;
      }
    }
    int number = numbers.isEmpty() ? 1 : numbers.getLast() + 1;
    String name = settings.name();
    if (name.isEmpty()) {
      name = base.name().endsWith("-learnt") ? base.name() : base.name() + "-learnt";
    }
    String program = FineTuning.class.getPackage().getImplementationVersion();
    var run =
        new LearningRun(
            "r" + number,
            data.number(),
            data.sha256(),
            base.versionedName(),
            base.sha256(),
            decided,
            name + "@" + number,
            "",
            who,
            Instant.now().toString(),
            program == null ? "" : program);
    run.write(learning);
    return run;
  }

  private void train(LearningRun run, DataVersion data, Options options) throws IOException {
    var settings = learning.settings();
    Path folder = Files.createDirectories(learning.run(run.id()).resolve(TRAINING));
    var words = new ArrayList<String>();
    words.add("finetune");
    words.add(settings.original().config().toString());
    add(words, "--from", weights(run));
    add(words, "--data", settings.original().data().toString());
    add(words, "--additional", data.manifest().toString());
    add(words, "--additional-share", Double.toString(run.settings().share()));
    settings.original().validation().forEach(file -> add(words, "--validation", file.toString()));
    add(words, "--run", folder.toString());
    add(words, "--cache", learning.cache().toString());
    add(words, "--threads", Integer.toString(settings.process().threads()));
    words.add("--with-parent");
    if (run.settings().minutes() > 0) {
      add(words, "--minutes", Double.toString(run.settings().minutes()));
    }
    Path soundfont = settings.original().soundfont();
    if (soundfont != null) {
      add(words, "--soundfont", soundfont.toString());
    }
    if (options.pause() != null) {
      add(words, "--pause", options.pause().toAbsolutePath().toString());
    }
    process(run).run(words);
    if (!Files.isRegularFile(folder.resolve("best.ckpt"))) {
      throw new IOException(
          "%s: expected a validated checkpoint best.ckpt, found none; the run was stopped, go on with: isolator learn run"
              .formatted(folder));
    }
  }

  private static void add(List<String> words, String option, String value) {
    words.add(option);
    words.add(value);
  }

  private IsolatorProcess process(LearningRun run) {
    return new IsolatorProcess(
        learning.settings().process(), learning.run(run.id()).resolve("log.txt"));
  }

  /// The base's weights, as `--from` takes them.
  private String weights(LearningRun run) throws IOException {
    ModelCatalogue.Entry base = learning.catalogue().find(run.base());
    if (!base.card().sha256().equals(run.baseSha256())) {
      throw new IOException(
          "%s: expected the weights %s of the run's base, found %s; add the former model again"
              .formatted(run.base(), run.baseSha256(), base.card().sha256()));
    }
    return base.location().endsWith(".onnx")
        ? base.location()
        : base.card().name() + "-" + base.card().version();
  }

  private LearningRun exported(LearningRun run, DataVersion data) throws IOException {
    var settings = learning.settings();
    ModelCatalogue.Entry base = learning.catalogue().find(run.base());
    var words = new ArrayList<String>();
    words.add("export");
    words.add(settings.original().config().toString());
    words.add(learning.run(run.id()).resolve(TRAINING).resolve("best.ckpt").toString());
    add(words, "--as", run.model());
    add(words, "--learn-run", run.id());
    add(words, "--data", settings.original().data().toString());
    add(words, "--data", data.manifest().toString());
    add(words, "--licence", base.card().provenance().licence());
    if (base.hasInt8()) {
      words.add("--int8"); // it is judged as it will run
    }
    add(words, "-o", learning.run(run.id()).resolve("model").toString());
    process(run).run(words);
    return run.trained(Sha256.of(run.onnx(learning)));
  }

  /// Notes runs that have ended and that the history does not have yet.
  private void note() throws IOException {
    for (int number : learning.runs()) {
      String id = "r" + number;
      LearningRun run = LearningRun.read(learning, id);
      if (run.isTrained()) {
        var details = new JsonObject();
        details.addProperty("run", id);
        details.addProperty("data", run.data());
        details.addProperty("dataSha256", run.dataSha256());
        details.addProperty("base", run.base());
        details.addProperty("baseSha256", run.baseSha256());
        details.addProperty("minutes", run.settings().minutes());
        details.addProperty("share", run.settings().share());
        details.addProperty("configSha256", run.settings().configSha256());
        details.addProperty("model", run.model());
        details.addProperty("modelSha256", run.modelSha256());
        details.addProperty("program", run.program());
        learning.history().add(run.who(), Kind.RUN, "run:" + id, details);
      }
    }
  }

  /// Removes what was decoded of people's songs.
  private static void forget(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      }
    }
  }
}
