package dev.isolator.cli;

import dev.isolator.model.ModelCatalogue;
import dev.isolator.model.ModelException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `isolator models list`: a line per model, the default first.
@Command(name = "list", header = "List the models, the default first.")
final class ModelsListCommand implements Callable<Integer> {
  @Option(names = "--json", description = "Print one line of JSON per model.")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create(); // replaced by picocli

  @Override
  public Integer call() throws ModelException {
    list(spec.commandLine().getOut());
    return ExitCode.OK.number();
  }

  void list(PrintWriter out) throws ModelException {
    var models = ModelCatalogue.open().list();
    if (json) {
      models.forEach(model -> out.println(ModelJson.of(model, model == models.getFirst()).line()));
      return;
    }
    var rows = new ArrayList<List<String>>();
    rows.add(List.of("NAME", "VERSION", "FAMILY", "STEMS", "WEIGHTS", "WHERE"));
    for (var model : models) {
      var card = model.card();
      rows.add(
          List.of(
              card.name(),
              card.version(),
              card.family(),
              card.separates() ? String.join(",", card.stems()) : "-",
              weights(card.provenance().parameters()),
              model.location() + (model == models.getFirst() ? " (default)" : "")));
    }
    TextTable.print(rows, out);
  }

  static String weights(long parameters) {
    if (parameters < 1) {
      return "-";
    }
    return parameters < 1_000_000
        ? "%.0f k".formatted(parameters / 1e3)
        : String.format(Locale.ROOT, "%.1f M", parameters / 1e6);
  }
}
