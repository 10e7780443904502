package dev.isolator.cli;

import dev.isolator.audio.Counted;
import dev.isolator.model.Contract;
import dev.isolator.model.Grid;
import dev.isolator.model.ModelCard;
import dev.isolator.model.ModelCatalogue;
import dev.isolator.model.ModelException;
import dev.isolator.model.Reach;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `isolator models show MODEL`: a model's card for people.
@Command(name = "show", header = "Show what a model is, how good it is and what it was trained on.")
final class ModelsShowCommand implements Callable<Integer> {
  /// A terminal's usual width.
  private static final int COLUMNS = 80;

  @Parameters(
      arity = "0..1",
      paramLabel = "MODEL",
      description =
          "A name, name@version, .onnx file, or an ensemble such as a,b:2. Default: the default"
              + " model")
  private String model = "";

  @Option(names = "--json", description = "Print it as one line of JSON.")
  private boolean json;

  @Option(
      names = "--all",
      description =
          "Name all training data with their credits. Default: how many under which licence")
  private boolean all;

  @Spec private CommandSpec spec = CommandSpec.create(); // replaced by picocli

  @Override
  public Integer call() throws ModelException {
    var out = spec.commandLine().getOut();
    var catalogue = ModelCatalogue.open();
    var entry = catalogue.find(model);
    if (json) {
      var standard = catalogue.defaultModel();
      out.println(
          ModelJson.of(
                  entry,
                  entry.location().equals(standard.location())
                      && entry.card().equals(standard.card()))
              .line());
    } else {
      show(entry, all, out);
    }
    return ExitCode.OK.number();
  }

  private static void show(ModelCatalogue.Entry entry, boolean all, PrintWriter out) {
    var card = entry.card();
    var provenance = card.provenance();
    var rows = new ArrayList<List<String>>();
    rows.add(List.of("name", card.versionedName()));
    rows.add(List.of("family", card.family()));
    rows.add(
        card.separates()
            ? List.of("stems", String.join(", ", card.stems()))
            : List.of("says", "where somebody sings"));
    rows.add(List.of("weights", ModelsListCommand.weights(provenance.parameters())));
    rows.addAll(contract(card.contract()));
    if (entry.hasStream() && card.contract() instanceof Contract.Masks masks) {
      int lookAhead = masks.reach().lookAheadFrames();
      rows.add(
          List.of("live", "frame by frame (isolator live --look-ahead %d)".formatted(lookAhead)));
    }
    rows.add(List.of("licence", provenance.licence()));
    if (card.contract() instanceof Contract.Adapted adapted) {
      rows.add(List.of("source", adapted.adapter().source()));
    }
    rows.add(List.of("SHA-256", card.sha256().isEmpty() ? "-" : card.sha256()));
    rows.add(List.of("where", entry.location()));
    TextTable.print(rows, out);
    if (!provenance.training().isEmpty()) {
      out.println(card.family().equals("ensemble") ? "members" : "training");
      wrapped(provenance.training()).forEach(line -> out.println("  " + line));
    }
    if (!provenance.metrics().isEmpty()) {
      out.println("measured");
      provenance
          .metrics()
          .forEach(metric -> wrapped(metric).forEach(line -> out.println("  " + line)));
    }
    if (!provenance.trainingData().isEmpty()) {
      out.println("trained on");
      if (all) {
        provenance.trainingData().forEach(data -> out.println("  " + line(data)));
      } else {
        summary(provenance.trainingData()).forEach(line -> out.println("  " + line));
      }
    }
  }

  /// How many entries there are under which licence, the most frequent first, in lines of at most
  /// [#COLUMNS].
  private static List<String> summary(List<ModelCard.TrainingData> data) {
    var counts = new TreeMap<String, Integer>();
    data.forEach(entry -> counts.merge(entry.licence(), 1, Integer::sum));
    var parts =
        counts.entrySet().stream()
            .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
            .map(count -> "%d %s".formatted(count.getValue(), count.getKey()))
            .toList();
    var words =
        "%s of recordings: %s; isolator models show --all names them"
            .formatted(Counted.of(data.size(), "entry", "entries"), String.join(", ", parts));
    return wrapped(words);
  }

  private static List<String> wrapped(String text) {
    var lines = new ArrayList<String>();
    var line = new StringBuilder();
    for (var word : text.split(" ", -1)) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > COLUMNS - 2) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }

  /// What goes in at a time, and how far the model looks.
  private static List<List<String>> contract(Contract contract) {
    return switch (contract) {
      case Contract.Masks masks -> spectra(masks.grid(), masks.reach());
      case Contract.Voice voice -> spectra(voice.grid(), voice.reach());
      case Contract.Segment segment -> takes(segment);
      case Contract.Adapted adapted -> takes(adapted.segment());
      case Contract.Song() -> List.of(List.of("takes", "the whole song at once"));
      case Contract.Members() -> List.of(List.of("takes", "what each of its members takes"));
    };
  }

  private static List<List<String>> spectra(Grid grid, Reach reach) {
    return List.of(
        List.of(
            "analysis",
            "%d Hz, windows of %d, hop %d"
                .formatted(grid.sampleRate(), grid.fftLength(), grid.hopLength())),
        List.of(
            "looks",
            "%.2f s back, %.2f s ahead"
                .formatted(
                    reach.lookBackFrames() * grid.frameSeconds(),
                    reach.lookAheadFrames() * grid.frameSeconds())));
  }

  private static List<List<String>> takes(Contract.Segment segment) {
    double rate = segment.sampleRate();
    return List.of(
        List.of(
            "takes",
            "%d Hz, segments of %.2f s, %.2f s apart"
                .formatted(
                    segment.sampleRate(),
                    segment.segmentFrames() / rate,
                    segment.strideFrames() / rate)));
  }

  private static String line(ModelCard.TrainingData data) {
    return "%s (%s; credit: %s)".formatted(data.what(), data.licence(), data.credit());
  }
}
