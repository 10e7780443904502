package dev.isolator.cli;

import dev.isolator.model.ModelCard;
import dev.isolator.model.ModelCatalogue;
import dev.isolator.model.ModelException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `isolator models show MODEL`: a model's card for people.
@Command(name = "show", header = "Show what a model is, how good it is and what it was trained on.")
final class ModelsShowCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..1",
      paramLabel = "MODEL",
      description = "A name, name@version or .onnx file. Default: the default model")
  private String model = "";

  @Option(names = "--json", description = "Print it as one line of JSON.")
  private boolean json;

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
      show(entry, out);
    }
    return ExitCode.OK.number();
  }

  private static void show(ModelCatalogue.Entry entry, PrintWriter out) {
    var card = entry.card();
    double frameSeconds = card.hopLength() / (double) card.sampleRate();
    TextTable.print(
        List.of(
            List.of("name", card.name()),
            List.of("version", card.version()),
            List.of("family", card.family()),
            List.of("stems", String.join(", ", card.stems())),
            List.of("weights", ModelsListCommand.weights(card.parameters())),
            List.of(
                "analysis",
                "%d Hz, windows of %d, hop %d"
                    .formatted(card.sampleRate(), card.fftLength(), card.hopLength())),
            List.of(
                "looks",
                "%.2f s back, %.2f s ahead"
                    .formatted(
                        card.lookBackFrames() * frameSeconds,
                        card.lookAheadFrames() * frameSeconds)),
            List.of("licence", card.licence()),
            List.of("SHA-256", card.sha256().isEmpty() ? "-" : card.sha256()),
            List.of("where", entry.location())),
        out);
    if (!card.training().isEmpty()) {
      out.println("training");
      out.println("  " + card.training());
    }
    if (!card.metrics().isEmpty()) {
      out.println("measured");
      card.metrics().forEach(metric -> out.println("  " + metric));
    }
    if (!card.trainingData().isEmpty()) {
      out.println("trained on");
      card.trainingData().forEach(data -> out.println("  " + line(data)));
    }
  }

  private static String line(ModelCard.TrainingData data) {
    return "%s (%s; credit: %s)".formatted(data.what(), data.licence(), data.credit());
  }
}
