package dev.isolator.dataset.command;

import dev.isolator.cli.CommandException;
import dev.isolator.cli.ExitCode;
import dev.isolator.dataset.pair.Alignment;
import dev.isolator.dataset.pair.PairBuilder;
import dev.isolator.dataset.pair.PairJson;
import dev.isolator.dataset.pair.PairMatcher;
import dev.isolator.dataset.pair.Thresholds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `isolator dataset pair`: aligns vocals with the mix they are in.
@Command(
    name = "pair",
    header = "Find vocals in a mix and lay them over it to the sample.",
    description = {
      "Writes mix.wav, vocals.wav and instrumental.wav of equal length, pair.json and pair.html. A rejected pair leaves the last two only.",
      "Given two folders, matches their songs by name, tags or content and writes a folder for each pair."
    })
final class PairCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "MIX", description = "The song, or a folder of songs.")
  private Path mix = Path.of("");

  @Parameters(
      index = "1",
      paramLabel = "VOCALS",
      description = "Its vocals (a cappella), or a folder of them.")
  private Path part = Path.of("");

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      required = true,
      description = "Folder for the pair; with two folders, for a folder a pair.")
  private Path output = Path.of("");

  @Option(
      names = "--instrumental",
      description = "The second file is the instrumental; the vocals are what is left.")
  private boolean instrumental;

  @Option(
      names = "--min-coverage",
      paramLabel = "SHARE",
      defaultValue = "0.6",
      description =
          "Reject vocals that cover less than this share of the mix, 0 to 1; ${DEFAULT-VALUE}.")
  private double minCoverage;

  @Option(names = "--json", description = "Print one line of JSON a pair.")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create(); // replaced by picocli

  @Override
  public Integer call() throws IOException, CommandException {
    if (!(minCoverage >= 0 && minCoverage <= 1)) {
      throw new CommandException(
          ExitCode.USAGE, "--min-coverage must be from 0 to 1, was " + minCoverage);
    }
    var builder = new PairBuilder(Thresholds.defaults().withMinCoverage(minCoverage));
    var role = instrumental ? PairBuilder.Part.INSTRUMENTAL : PairBuilder.Part.VOCALS;
    if (Files.isDirectory(mix) != Files.isDirectory(part)) {
      throw new CommandException(
          ExitCode.USAGE, "MIX and VOCALS must be two files or two folders; one of each was given");
    }
    if (!Files.isDirectory(mix)) {
      print(String.valueOf(mix.getFileName()), builder.build(mix, part, role, output));
      return 0;
    }
    for (var match : PairMatcher.match(mix, part)) {
      if (match.part() == null) {
        spec.commandLine().getErr().println(match.mix().getFileName() + ": " + match.how());
        continue;
      }
      print(
          match.name() + " (" + match.how() + ")",
          builder.build(match.mix(), match.part(), role, output.resolve(match.name())));
    }
    return 0;
  }

  private void print(String name, Alignment alignment) {
    var out = spec.commandLine().getOut();
    if (json) {
      out.println(PairJson.of(alignment));
    } else {
      out.printf("%s: %s: %s%n", name, alignment.verdict(), String.join("; ", alignment.reasons()));
    }
    out.flush();
  }
}
