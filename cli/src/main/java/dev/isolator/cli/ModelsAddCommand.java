package dev.isolator.cli;

import dev.isolator.model.ModelCatalogue;
import dev.isolator.model.ModelException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `isolator models add FILE|URL`: copies a model into the user's folder.
@Command(
    name = "add",
    header = "Check a model and take it into your own folder.",
    description = {
      "",
      "A model is an .onnx file with its card in its metadata or in a .json file beside it.",
      ""
    })
final class ModelsAddCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE|URL", description = "An .onnx file, or its https address.")
  private String source = "";

  @Option(
      names = "--sha256",
      paramLabel = "HASH",
      description = "What its SHA-256 must be, as its publisher says.")
  private String sha256 = "";

  @Spec private CommandSpec spec = CommandSpec.create(); // replaced by picocli

  @Override
  public Integer call() throws ModelException {
    var hash = sha256.toLowerCase(Locale.ROOT);
    if (!hash.isEmpty() && !hash.matches("[0-9a-f]{64}")) {
      throw new ParameterException(
          spec.commandLine(), "--sha256 must be 64 hexadecimal digits, was '%s'".formatted(sha256));
    }
    var catalogue = ModelCatalogue.open();
    var entry =
        source.matches("(?i)https?://.*")
            ? catalogue.add(address(), hash)
            : catalogue.add(Path.of(source), hash);
    spec.commandLine()
        .getOut()
        .println(
            "added %s@%s: %s"
                .formatted(entry.card().name(), entry.card().version(), entry.location()));
    return ExitCode.OK.number();
  }

  private URI address() {
    try {
      return URI.create(source);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "'%s' is no address".formatted(source), e);
    }
  }
}
