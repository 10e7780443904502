package dev.isolator.benchmarks;

import dev.isolator.SeparatorOptions;
import dev.isolator.audio.AudioException;
import dev.isolator.evaluate.Evaluation;
import dev.isolator.evaluate.EvaluationListener;
import dev.isolator.evaluate.candidate.Candidate;
import dev.isolator.evaluate.oracle.Oracle;
import dev.isolator.evaluate.reference.ReferenceSeparators;
import dev.isolator.evaluate.report.ScoreTable;
import dev.isolator.evaluate.score.ScoreFile;
import dev.isolator.evaluate.songs.DataSet;
import dev.isolator.model.ModelCatalogue;
import dev.isolator.model.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// Scores every built-in model, reference separator and oracle on data sets and writes the scores
/// to `docs/quality.md`.
///
/// `benchmarks/quality DATASET…`: what was scored before (in `benchmarks/target/quality`) is not
/// scored again. `benchmarks/quality --record`: the excerpt of evaluate's tests, without oracles.
final class QualityTable {
  private static final String EXCERPT = "evaluate/src/test/resources/dev/isolator/evaluate/excerpt";

  private QualityTable() {}

  /// Runs what the arguments say.
  ///
  /// @param args the root of the checkout, then data sets or `--record`
  public static void main(String[] args) throws IOException {
    if (args.length < 2) {
      System.err.println("usage: benchmarks/quality DATASET... | --record");
      System.exit(2);
    }
    var root = Path.of(args[0]);
    var work = root.resolve("benchmarks/target/quality");
    if (args[1].equals("--record")) {
      var excerpt = root.resolve(EXCERPT);
      var out = work.resolve("excerpt");
      run(new Songs(excerpt, ""), models(), out);
      Files.copy(
          out.resolve("scores.csv"),
          excerpt.resolve("recorded.csv"),
          StandardCopyOption.REPLACE_EXISTING);
      return;
    }
    var names = new ArrayList<>(models());
    Stream.of(Oracle.values()).map(Oracle::toString).forEach(names::add);
    var page = new StringBuilder(head(args));
    for (int i = 1; i < args.length; i++) {
      var songs = Songs.of(args[i]);
      var result = run(songs, names, work.resolve(songs.name()));
      page.append(section(songs, result));
    }
    ScoreFile.replace(root.resolve("docs/quality.md"), page.toString());
  }

  /// Songs to score.
  ///
  /// @param split of a manifest, such as `validation`; empty = the data set's own choice
  private record Songs(Path location, String split) {
    private static final String MARK = ".jsonl:";

    /// Reads `FOLDER`, `MANIFEST.jsonl` or `MANIFEST.jsonl:SPLIT`.
    static Songs of(String argument) {
      int mark = argument.lastIndexOf(MARK);
      return mark < 0
          ? new Songs(Path.of(argument), "")
          : new Songs(
              Path.of(argument.substring(0, mark + MARK.length() - 1)),
              argument.substring(mark + MARK.length()));
    }

    /// The folder's name, also of a manifest.
    String name() {
      var path = location.toAbsolutePath().normalize();
      int fromEnd = path.toString().endsWith(".jsonl") ? 2 : 1;
      return path.getName(path.getNameCount() - fromEnd).toString();
    }
  }

  /// Built-in models and reference separators.
  private static List<String> models() throws ModelException {
    var names = new ArrayList<String>();
    for (var entry : ModelCatalogue.open().list()) {
      if (entry.location().equals("built-in")) {
        names.add(entry.card().name() + "@" + entry.card().version());
      }
    }
    names.addAll(ReferenceSeparators.names());
    return names;
  }

  private static Evaluation.Result run(Songs songs, List<String> names, Path output)
      throws AudioException, ModelException {
    var candidates = new ArrayList<Candidate>();
    try {
      for (var name : names) {
        candidates.add(Candidate.named(name, SeparatorOptions.defaults()));
      }
      var set = DataSet.open(songs.location(), DataSet.Layout.AUTO, songs.split());
      return new Evaluation(output, 1).run(set, candidates, new Lines());
    } finally {
      candidates.forEach(Candidate::close);
    }
  }

  private static final class Lines implements EvaluationListener {
    @Override
    public void finished(String system, String song, int done, int total) {
      System.err.printf("%d/%d %s %s%n", done, total, system, song);
    }

    @Override
    public void problem(String message) {
      System.err.println(message);
    }
  }

  private static String head(String... args) {
    var sets = Stream.of(args).skip(1).map(argument -> Songs.of(argument).name()).toList();
    return """
        # How good it is

        Decibels, higher is better: medians over songs; SDR, ISR, SIR and SAR are BSS Eval v4 (medians over seconds), \
        SI-SDR and track SDR are over whole songs. A dash is undefined. References are 16-bit; `music` is everything but \
        the voice. The oracles compute their masks from the true stems: upper bounds for masks on the same grid. Speed \
        is seconds of music separated in a second, song in memory, on %d processors (%s, Java %s); \
        speeds can be compared within this table only, since other work on the machine slows all of them.

        Written by `benchmarks/quality %s`.
        """
        .formatted(
            Runtime.getRuntime().availableProcessors(),
            System.getProperty("os.arch"),
            Runtime.version().feature(),
            String.join(" ", sets));
  }

  private static String section(Songs songs, Evaluation.Result result) {
    var text =
        new StringBuilder(
            """

            ## %s

            | system | stem | songs | SDR | ISR | SIR | SAR | SI-SDR | track SDR | speed |
            |---|---|---:|---:|---:|---:|---:|---:|---:|---:|
            """
                .formatted(songs.name()));
    for (var line : ScoreTable.lines(result.scores())) {
      text.append(
          "| %s | %s | %d | %s | %s | %s | %s | %s | %s | %s |%n"
              .formatted(
                  line.system(),
                  line.stem(),
                  line.songs(),
                  shown(line.sdr()),
                  shown(line.isr()),
                  shown(line.sir()),
                  shown(line.sar()),
                  shown(line.siSdr()),
                  shown(line.trackSdr()),
                  line.speed() > 9999 ? "–" : shown(line.speed())));
    }
    result.failures().forEach(failure -> text.append("\nNot scored: " + failure.message() + "\n"));
    return text.toString();
  }

  private static String shown(double value) {
    if (Double.isNaN(value)) {
      return "–";
    }
    return value > 100 ? "> 100" : String.format(Locale.ROOT, "%.1f", value);
  }
}
