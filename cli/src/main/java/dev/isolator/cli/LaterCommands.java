package dev.isolator.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Commands of modules that the launcher can build, but has not yet put on the class path.
///
/// The launcher names the file that lists those whose module the checkout has:
/// `-Disolator.commands=FILE`, one command a line: name, module, summary, with tabs between; `#`
/// starts a comment. Without the property, as in an image, there are none.
final class LaterCommands {
  private LaterCommands() {}

  /// @param module the folder of the checkout that holds it
  record LaterCommand(String name, String module, String summary) {}

  /// What the launcher's file lists, less `present`.
  static List<LaterCommand> besides(Set<String> present) throws CommandException {
    var file = System.getProperty("isolator.commands", "");
    return file.isEmpty() ? List.of() : read(Path.of(file), present);
  }

  static List<LaterCommand> read(Path file, Set<String> present) throws CommandException {
    try {
      var commands = new ArrayList<LaterCommand>();
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
          commands.add(new LaterCommand(fields[0], fields[1], fields[2]));
        }
      }
      return commands;
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.INTERNAL, file + ": the list of commands cannot be read: " + e.getMessage(), e);
    }
  }
}
