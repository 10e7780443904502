package dev.isolator.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompletionTest {
  @TempDir private Path folder = Path.of("replaced");

  @Test
  void bashCompletesCommandsOptionsAndTheirValues() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "no bash here");
    var run = Run.isolator("completion", "bash");
    assertEquals(0, run.code());
    Files.writeString(folder.resolve("script"), run.out());

    assertEquals("separate", completed("sep"));
    assertEquals("--skip-existing", completed("separate", "--skip"));
    assertEquals("flac", completed("separate", "--format", "fl"));
    assertEquals("verify", completed("models", "ver"));
  }

  @Test
  void zshUsesTheScriptOfBash() {
    assertEquals(Run.isolator("completion", "bash"), Run.isolator("completion", "zsh"));
  }

  @Test
  void fishIsToldEveryOptionOfEveryCommand() {
    var script = Run.isolator("completion", "fish").out();

    assertTrue(
        script.contains(
            "complete -c isolator -n 'not __fish_seen_subcommand_from separate activity models doctor completion help' -f -a separate -d 'Take songs apart into voice and music.'"),
        script);
    assertTrue(
        script.contains(
            "complete -c isolator -n '__fish_seen_subcommand_from separate' -l format -x -a 'wav flac mp3 m4a opus stem stem-alac' -d"),
        script);
    assertTrue(
        script.contains(
            "-n '__fish_seen_subcommand_from models; and __fish_seen_subcommand_from add' -l sha256 -r"),
        script);
  }

  @Test
  void unknownShellIsRefused() {
    var run = Run.isolator("completion", "tcsh");

    assertEquals(
        "isolator: Invalid value for positional parameter at index 0 (SHELL): expected one of bash, zsh, fish, but was 'tcsh'; isolator completion --help shows what it takes\n",
        run.err());
    assertEquals(ExitCode.USAGE.number(), run.code());
  }

  private String completed(String... words) throws IOException, InterruptedException {
    var line = "COMP_WORDS=(isolator";
    for (var word : words) {
      line += " '" + word + "'";
    }
    line += "); COMP_CWORD=" + words.length + "; COMP_LINE=\"${COMP_WORDS[*]}\"";
    var process =
        new ProcessBuilder(
                "/bin/bash",
                "-c",
                "source ./script; " + line + "; _complete_isolator; echo ${COMPREPLY[@]}")
            .directory(folder.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD) // compopt wants a live completion
            .start();
    var printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return printed.strip();
  }
}
