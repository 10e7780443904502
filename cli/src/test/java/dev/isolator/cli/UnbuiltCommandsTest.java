package dev.isolator.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.isolator.cli.UnbuiltCommands.UnbuiltCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnbuiltCommandsTest {
  @TempDir private Path folder = Path.of("replaced");

  @Test
  void commandsOnTheClassPathAreNotListedTwice() throws Exception {
    var list =
        list(
            """
            # command\tmodule\tsummary
            evaluate\tevaluate\tScore models against a data set
            plot\tevaluate\tDraw a song
            """);

    assertEquals(
        List.of(new UnbuiltCommand("plot", "evaluate", "Draw a song")),
        UnbuiltCommands.read(list, Set.of("separate", "evaluate")));
  }

  @Test
  void lineWithoutASummaryIsRefused() throws Exception {
    var list = list("evaluate\tevaluate\n");

    var e = assertThrows(CommandException.class, () -> UnbuiltCommands.read(list, Set.of()));

    assertEquals(
        list
            + ": expected command, module and summary with tabs between, found 'evaluate\tevaluate'",
        e.getMessage());
  }

  private Path list(String text) throws IOException {
    return Files.writeString(folder.resolve("commands"), text);
  }
}
