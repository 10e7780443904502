package dev.isolator.evaluate.command;

import dev.isolator.SeparatorOptions;
import dev.isolator.audio.AudioException;
import dev.isolator.chain.Chain;
import dev.isolator.evaluate.ablation.Ablation;
import dev.isolator.evaluate.ablation.AblationTable;
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

/// `isolator ablate DATASET`: what each step of a chain is worth.
@Command(
    name = "ablate",
    header = "Measure what each step of a chain is worth.",
    description = {
      "",
      "Separates every song with a chain, and with the chain without each of its steps, and prints a"
          + " table: SDR, how well the voice is found, how raw its edges are, musical noise, speed.",
      ""
    },
    sortOptions = false,
    abbreviateSynopsis = true,
    footer = {
      "",
      "Examples:",
      "  isolator ablate songs",
      "  isolator ablate songs --chain mine.yaml --chain article-a --whole"
    })
final class AblateCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "DATASET",
      description =
          "A folder of SONG/STEM.wav, of MUSDB18 (.stem.mp4 or HQ), of MIR-1K, or a manifest .jsonl.")
  private Path dataSet = Path.of("");

  @Option(
      names = "--chain",
      paramLabel = "CHAIN",
      description =
          "A chain's name or .yaml file; may be given several times; none is the empty chain."
              + " Default: article-a")
  private List<String> chains = List.of("article-a");

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description = "The model of chains that name none. Default: the default model")
  private String model = "";

  @Option(names = "--whole", description = "Only whole chains, no step left out.")
  private boolean whole;

  @Mixin private DataSetOptions songs = new DataSetOptions();

  @Spec private CommandSpec spec = CommandSpec.create(); // replaced by picocli

  @Override
  public Integer call() throws AudioException, ModelException {
    var options = SeparatorOptions.defaults().withModel(model);
    var rows = new ArrayList<Chain>();
    for (String name : chains) {
      var chain = name.equals("none") ? Chain.empty() : Chain.find(name);
      String runs = chain.model(model);
      if (!model.isEmpty() && !runs.equals(model)) {
        throw new ParameterException(
            spec.commandLine(),
            "--chain %s names the model %s; leave out --model".formatted(name, runs));
      }
      rows.addAll(whole ? List.of(chain) : Ablation.of(chain));
    }
    var set = songs.open(dataSet);
    var out = spec.commandLine().getOut();
    AblationTable.head(out);
    for (Chain chain : rows) {
      AblationTable.row(Ablation.score(chain, set, options), out);
    }
    return 0;
  }
}
