package dev.isolator.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Commands of modules that the launcher can build, but that are not on the class path yet.
///
/// The launcher passes a file that lists the commands of all modules in the checkout,
/// `-Disolator.commands=FILE`, one command per line: name, module, summary, separated by tabs; `#`
/// starts a comment. Without the property, as in an image, there are none.
final class UnbuiltCommands {
  private UnbuiltCommands() {}

  /// @param module the folder of its module in the checkout
  record UnbuiltCommand(String name, String module, String summary) {}

  /// The commands that the launcher's file lists, without those of `present`.
  static List<UnbuiltCommand> besides(Set<String> present) throws CommandException {
    var file = System.getProperty("isolator.commands", "");
    return file.isEmpty() ? List.of() : read(Path.of(file), present);
  }

  static List<UnbuiltCommand> read(Path file, Set<String> present) throws CommandException {
    try {
      var commands = new ArrayList<UnbuiltCommand>();
      for (var line : Files.readAllLines(file)) {
        if (line.isBlank() || line.startsWith("#")) {
          continue;
        }
        var fields = line.split("\t", -1);
        if (fields.length != 3) {
          throw new CommandException(
              ExitCode.INTERNAL,
              "%s: expected command, module and summary with tabs between, found '%s'"
                  .formatted(file, line));
        }
        if (!present.contains(fields[0])) {
          commands.add(new UnbuiltCommand(fields[0], fields[1], fields[2]));
        }
      }
      return commands;
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.INTERNAL, file + ": the list of commands cannot be read: " + e.getMessage(), e);
    }
  }
}
