package dev.isolator.cli;

import com.google.gson.GsonBuilder;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `isolator doctor`: versions, models and folders on this machine, for people and for bug reports.
@Command(
    name = "doctor",
    header = "Print what is found here: Java, libraries, models, accelerators, folders.",
    description = {
      "",
      "Loads the libraries and checks every model. The exit code is that of the first thing that"
          + " does not work.",
      ""
    })
final class DoctorCommand implements Callable<Integer> {
  @Option(names = "--json", description = "Print one line of JSON.")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create(); // replaced by picocli

  /// What `--json` prints.
  ///
  /// @param schema `isolator-doctor`
  /// @param version 1
  private record Report(String schema, int version, List<Entry> findings) {}

  /// @param state `good`, `poor` (works, but look at it) or `bad` (does not work)
  private record Entry(String topic, String state, String text) {}

  @Override
  public Integer call() {
    var findings = Diagnostics.ofThisMachine();
    var out = spec.commandLine().getOut();
    if (json) {
      var entries =
          findings.stream()
              .map(
                  finding ->
                      new Entry(
                          finding.topic(),
                          finding.state().name().toLowerCase(Locale.ROOT),
                          finding.text()))
              .toList();
      var gson = new GsonBuilder().disableHtmlEscaping().create();
      out.println(gson.toJson(new Report("isolator-doctor", 1, entries)));
    } else {
      TextTable.print(
          findings.stream()
              .map(
                  finding ->
                      List.of(
                          finding.state() == Diagnostics.State.GOOD ? " " : "!",
                          finding.topic(),
                          finding.text()))
              .toList(),
          out);
    }
    return findings.stream()
        .filter(finding -> finding.state() == Diagnostics.State.BAD)
        .map(Diagnostics.Finding::code)
        .findFirst()
        .orElse(ExitCode.OK)
        .number();
  }
}
