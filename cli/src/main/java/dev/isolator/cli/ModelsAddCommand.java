package dev.isolator.cli;

import dev.isolator.model.ModelCatalogue;
import dev.isolator.model.ModelException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `isolator models add FILE...|URL`: copies a model into the user's folder.
@Command(
    name = "add",
    header = "Check a model and take it into your own folder.",
    description = {
      "",
      "A model is an .onnx file with its card in its metadata or in a .json file beside it."
          + " Networks of others (MDX-Net, HTDemucs, Spleeter, Open-Unmix, RoFormer, SCNet) have no"
          + " such card; they are recognised by their tensors, see docs/outside-models.md.",
      ""
    })
final class ModelsAddCommand implements Callable<Integer> {
  @Parameters(
      arity = "1..*",
      paramLabel = "FILE|URL",
      description =
          "An .onnx file, or its https address. All files of one model, where it has several.")
  private List<String> sources = new ArrayList<>();

  @Option(
      names = "--sha256",
      paramLabel = "HASH",
      description = "What its SHA-256 must be, as its publisher says.")
  private String sha256 = "";

  @Mixin private OutsideModelOptions outside = new OutsideModelOptions();

  @Spec private CommandSpec spec = CommandSpec.create(); // replaced by picocli

  @Override
  public Integer call() throws ModelException {
    var hash = sha256.toLowerCase(Locale.ROOT);
    if (!hash.isEmpty() && !hash.matches("[0-9a-f]{64}")) {
      throw new ParameterException(
          spec.commandLine(), "--sha256 must be 64 hexadecimal digits, was '%s'".formatted(sha256));
    }
    boolean isAddress = sources.stream().anyMatch(s -> s.matches("(?i)https?://.*"));
    if (sources.size() > 1 && (isAddress || !hash.isEmpty())) {
      throw new ParameterException(
          spec.commandLine(), "one address, or one file with --sha256, at a time");
    }
    var catalogue = ModelCatalogue.open();
    ModelCatalogue.Added added;
    try {
      added =
          isAddress
              ? catalogue.addAny(address(sources.getFirst()), hash, outside.options())
              : catalogue.addAny(sources.stream().map(Path::of).toList(), hash, outside.options());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
    var out = spec.commandLine().getOut();
    if (!added.found().isEmpty()) {
      out.println("recognised: " + added.found());
    }
    var card = added.entry().card();
    out.println("added %s: %s".formatted(card.versionedName(), added.entry().location()));
    return ExitCode.OK.number();
  }

  private URI address(String source) {
    try {
      return URI.create(source);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "'%s' is no address".formatted(source), e);
    }
  }
}
