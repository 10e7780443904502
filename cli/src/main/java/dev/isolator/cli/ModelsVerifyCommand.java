package dev.isolator.cli;

import dev.isolator.model.ModelCatalogue;
import dev.isolator.model.ModelException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `isolator models verify [MODEL]`: checks hashes and contracts.
@Command(
    name = "verify",
    header = "Check models against their hashes, and that they do what their cards say.")
final class ModelsVerifyCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..1",
      paramLabel = "MODEL",
      description = "A name, name@version or .onnx file. Default: all models")
  private String model = "";

  @Spec private CommandSpec spec = CommandSpec.create(); // replaced by picocli

  @Override
  public Integer call() throws ModelException {
    var catalogue = ModelCatalogue.open();
    var models = model.isEmpty() ? catalogue.list() : List.of(catalogue.find(model));
    var result = ExitCode.OK;
    for (var entry : models) {
      var card = entry.card();
      try {
        catalogue.verify(entry);
        var hash = card.sha256().isEmpty() ? "" : ", SHA-256 " + card.sha256();
        spec.commandLine()
            .getOut()
            .println("%s@%s: sound%s".formatted(card.name(), card.version(), hash));
      } catch (ModelException e) {
        spec.commandLine().getErr().println("isolator: " + e.getMessage());
        result = ExitCode.MODEL;
      }
    }
    return result.number();
  }
}
