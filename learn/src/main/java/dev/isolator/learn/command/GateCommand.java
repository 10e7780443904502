package dev.isolator.learn.command;

import dev.isolator.cli.ExitCode;
import dev.isolator.learn.gate.Gate;
import dev.isolator.learn.gate.GateReport;
import dev.isolator.learn.run.LearningRun;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `isolator learn gate [RUN]`.
@Command(
    name = "gate",
    header = "Compare a run's model with the one in use on songs that were held out.",
    description = {
      "",
      "Writes gate.json and gate.html into the run's folder. The exit code is 0 if the model passed and 1 if it was refused.",
      ""
    })
final class GateCommand implements Callable<Integer> {
  private static final int REFUSED = 1;

  @Parameters(
      paramLabel = "RUN",
      arity = "0..1",
      defaultValue = "",
      description = "Such as r3. Default: the newest.")
  private String run = "";

  @Option(
      names = "--report-only",
      description = "A model that passes does not become the candidate.")
  private boolean reportOnly;

  @Mixin private LearnOptions options = new LearnOptions();

  @Spec private CommandSpec spec = CommandSpec.create(); // replaced by picocli

  @Override
  public Integer call() throws IOException {
    var learning = options.open();
    LearningRun judged =
        run.isEmpty() ? LearningRun.newest(learning) : LearningRun.read(learning, run);
    var gate = new Gate(learning, options.who());
    GateReport report = gate.judge(judged);
    if (report.passed() && !reportOnly) {
      gate.nominate(judged);
    }
    var out = spec.commandLine().getOut();
    for (var condition : report.conditions()) {
      out.println(
          "%s  %s: %s, asked for %s"
              .formatted(
                  condition.holds() ? "holds" : "FAILS",
                  condition.name(),
                  condition.found(),
                  condition.asked()));
    }
    out.println(
        report.passed()
            ? "%s passed; promote it with: isolator learn promote %s"
                .formatted(judged.model(), judged.id())
            : "%s was refused; %s says why"
                .formatted(judged.model(), learning.run(judged.id()).resolve("gate.html")));
    return report.passed() ? ExitCode.OK.number() : REFUSED;
  }
}
