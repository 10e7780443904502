package dev.isolator.cli;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// The completion script for fish, which picocli does not write.
///
/// Source: the manual page `complete` of fish 3.
final class FishCompletion {
  private FishCompletion() {}

  static String of(CommandLine root) {
    var script = new StringBuilder("# completions of isolator for fish\n");
    addLevel(script, root, List.of());
    return script.toString();
  }

  /// Adds what may follow `path`, a command and its subcommands.
  private static void addLevel(StringBuilder script, CommandLine command, List<String> path) {
    var subcommands = command.getSubcommands();
    var names = String.join(" ", subcommands.keySet());
    var here = condition(path, names);
    for (var option : command.getCommandSpec().options()) {
      if (!option.hidden()) {
        script.append(line(here, option)).append('\n');
      }
    }
    subcommands.forEach(
        (name, subcommand) -> {
          script.append(
              "complete -c isolator -n %s -f -a %s -d %s\n"
                  .formatted(quoted(here), name, quoted(summary(subcommand.getCommandSpec()))));
          addLevel(script, subcommand, Stream.concat(path.stream(), Stream.of(name)).toList());
        });
  }

  private static String condition(List<String> path, String subcommands) {
    var conditions =
        path.stream()
            .map(name -> "__fish_seen_subcommand_from " + name)
            .collect(Collectors.joining("; and "));
    var notBelow = subcommands.isEmpty() ? "" : "not __fish_seen_subcommand_from " + subcommands;
    return conditions.isEmpty() || notBelow.isEmpty()
        ? conditions + notBelow
        : conditions + "; and " + notBelow;
  }

  private static String line(String condition, OptionSpec option) {
    var line = new StringBuilder("complete -c isolator");
    line.append(" -n ").append(quoted(condition));
    for (var name : option.names()) {
      line.append(name.startsWith("--") ? " -l " : " -s ").append(name.replaceFirst("^--?", ""));
    }
    if (option.arity().max() > 0) {
      var candidates = option.completionCandidates();
      line.append(candidates == null ? " -r" : " -x -a " + quoted(String.join(" ", candidates)));
    }
    return line.append(" -d ").append(quoted(String.join(" ", option.description()))).toString();
  }

  private static String summary(CommandSpec command) {
    return String.join(" ", command.usageMessage().header());
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
