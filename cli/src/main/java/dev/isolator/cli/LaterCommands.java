package dev.isolator.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Commands of modules that the launcher can build, but has not yet put on the class path.
///
/// The launcher names its list of them, `launcher/plugins` of the checkout, in
/// `-Disolator.commands=FILE`: one command a line, with the folder of its module and a summary; `#`
/// starts a comment. Without the property, as in an image, there are none.
final class LaterCommands {
  private LaterCommands() {}

  /// @param module the folder of the checkout that holds it
  record LaterCommand(String name, String module, String summary) {}

  /// What the launcher's file lists, less `present`.
  static List<LaterCommand> besides(Set<String> present) throws CommandException {
    var file = System.getProperty("isolator.commands", "");
    return file.isEmpty() ? List.of() : read(Path.of(file).toAbsolutePath(), present);
  }

  /// The commands in `file` that are not `present` and whose module the checkout has.
  static List<LaterCommand> read(Path file, Set<String> present) throws CommandException {
    var checkout = file.resolve("../..").normalize();
    try {
      var commands = new ArrayList<LaterCommand>();
      for (var line : Files.readAllLines(file)) {
        if (line.isBlank() || line.startsWith("#")) {
          continue;
        }
        var fields = line.strip().split("\\s+", 3);
        if (fields.length < 2) {
          throw new CommandException(
              ExitCode.INTERNAL,
              "%s: expected command, module and summary, found '%s'".formatted(file, line));
        }
        if (!present.contains(fields[0]) && Files.isDirectory(checkout.resolve(fields[1]))) {
          commands.add(new LaterCommand(fields[0], fields[1], fields.length == 3 ? fields[2] : ""));
        }
      }
      return commands;
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.INTERNAL, file + ": the list of commands cannot be read: " + e.getMessage(), e);
    }
  }
}
