package dev.isolator.dataset.command;

import dev.isolator.dataset.benchmark.AlignmentBenchmark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `isolator dataset pair-trial`: measures the pair builder on pairs of known truth.
@Command(
    name = "pair-trial",
    header = "Measure the pair builder on generated pairs of known truth.",
    description =
        "Generates pairs with random offset (±60 s), drift (±200 ppm), gain (±12 dB) and polarity, some with an equaliser (1 in 3), a cut (1 in 10), mp3 at 128 kb/s for mix or vocals (1 in 2 each), or vocals of another song (1 in 5); aligns them; prints the errors.")
final class PairTrialCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "DATA",
      description = "Folder with multitrack/*/, evaluation/*/, voices/*/ and instrumental/ in it.")
  private Path data = Path.of("");

  @Option(
      names = "--pairs",
      defaultValue = "200",
      description = "Number of pairs; ${DEFAULT-VALUE}.")
  private int pairs;

  @Option(
      names = "--first",
      defaultValue = "0",
      description = "Number of the first pair; ${DEFAULT-VALUE}.")
  private int first;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "Same seed, same pairs; ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--log",
      paramLabel = "FILE",
      defaultValue = "pair-trial.jsonl",
      description =
          "File for the results, one line per pair; a second call continues where the first one ended; ${DEFAULT-VALUE}.")
  private Path log = Path.of("");

  @Spec private CommandSpec spec = CommandSpec.create(); // replaced by picocli

  @Override
  public Integer call() throws IOException {
    Path scratch = Files.createTempDirectory("isolator-pair-trial");
    try {
      AlignmentBenchmark.run(data, scratch, log, seed, first, pairs, spec.commandLine().getOut());
    } finally {
      Files.deleteIfExists(scratch.resolve("trial.mp3"));
      Files.deleteIfExists(scratch);
    }
    return 0;
  }
}
