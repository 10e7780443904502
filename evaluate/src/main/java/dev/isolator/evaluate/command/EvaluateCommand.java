package dev.isolator.evaluate.command;

import dev.isolator.SeparatorOptions;
import dev.isolator.audio.AudioException;
import dev.isolator.audio.Counted;
import dev.isolator.cli.ExitCode;
import dev.isolator.evaluate.Evaluation;
import dev.isolator.evaluate.ListeningExcerpts;
import dev.isolator.evaluate.candidate.Candidate;
import dev.isolator.evaluate.report.HtmlReport;
import dev.isolator.evaluate.report.ScoreTable;
import dev.isolator.evaluate.report.VoiceTable;
import dev.isolator.evaluate.songs.DataSet;
import dev.isolator.model.ModelException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `isolator evaluate DATASET`: scores models and folders of stems.
@Command(
    name = "evaluate",
    header = "Score models and folders of stems against a data set.",
    description = {
      "",
      "Separates every song with every model, or takes the stems of a folder, and compares them with"
          + " the references: BSS Eval v4, SI-SDR, track SDR. Writes DIR/scores.csv, one JSON file per"
          + " song in DIR/scores, and DIR/report.html with tables, pictures and sounds.",
      "Songs that were scored before are not scored again. A song that fails does not stop those after it;"
          + " the exit code is then that of the first failure.",
      ""
    },
    sortOptions = false,
    abbreviateSynopsis = true,
    footer = {
      "",
      "Reference separators: reference:mixture, reference:centre, reference:repet,",
      "reference:repet-sim, reference:harmonic-percussive. Upper bounds of masks: oracle:ibm,",
      "oracle:irm, oracle:mwf.",
      "",
      "Examples:",
      "  isolator evaluate musdb18hq -o scores",
      "  isolator evaluate songs --model studio-vocals --model reference:repet -o scores",
      "  isolator evaluate songs --estimates separated -o scores"
    })
final class EvaluateCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "DATASET",
      description =
          "A folder of SONG/STEM.wav, of MUSDB18 (.stem.mp4 or HQ), of MIR-1K, or a manifest .jsonl.")
  private Path dataSet = Path.of("");

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description =
          "A model, reference:…, oracle:… or .onnx file; may be given several times. One that says"
              + " where somebody sings and takes nothing apart is scored for that alone. Default: the"
              + " default model")
  private List<String> models = List.of();

  @Option(
      names = "--estimates",
      paramLabel = "DIR",
      description = "A folder of stems, DIR/SONG/STEM.wav; may be given several times.")
  private List<Path> estimates = List.of();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      required = true,
      description = "The folder of the results; made if missing.")
  private Path output = Path.of("");

  @Mixin private DataSetOptions songs = new DataSetOptions();

  @Option(
      names = "--jobs",
      paramLabel = "N",
      description =
          "Songs scored at once; with more than one, the measured speeds are too low. Default: 1")
  private int jobs = 1;

  @Option(
      names = {"-q", "--quiet"},
      description = "Print errors only.")
  private boolean quiet;

  @Spec private CommandSpec spec = CommandSpec.create(); // replaced by picocli

  @Override
  public Integer call() throws AudioException, ModelException {
    if (jobs < 1) {
      throw new ParameterException(spec.commandLine(), "--jobs must be at least 1, was " + jobs);
    }
    var set = songs.open(dataSet);
    var candidates = new ArrayList<Candidate>();
    try {
      for (var folder : estimates) {
        candidates.add(Candidate.folder(folder));
      }
      var names = models.isEmpty() && estimates.isEmpty() ? List.of("") : models;
      for (var name : names) {
        candidates.add(Candidate.named(name, SeparatorOptions.defaults()));
      }
      return run(set, candidates).number();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    } finally {
      candidates.forEach(Candidate::close);
    }
  }

  private ExitCode run(DataSet set, List<Candidate> candidates) throws AudioException {
    Evaluation.Result result;
    try (var progress = new EvaluationProgress(spec.commandLine().getErr(), !quiet)) {
      result = new Evaluation(output, jobs).run(set, candidates, progress);
      progress.writingReport();
      var title =
          "%s: %s"
              .formatted(
                  set.location().toAbsolutePath().normalize().getFileName(),
                  Counted.of(set.songs().size(), "song"));
      HtmlReport.write(output.resolve("report.html"), title, result, new ListeningExcerpts(output));
    }
    var out = spec.commandLine().getOut();
    if (!quiet) {
      ScoreTable.print(result.scores(), out);
      VoiceTable.print(result.scores(), out);
      out.println(output.resolve("report.html"));
    }
    if (!result.failures().isEmpty()) {
      return ExitCode.of(result.failures().getFirst().cause());
    }
    return set.problems().isEmpty() ? ExitCode.OK : ExitCode.CORRUPT;
  }
}
