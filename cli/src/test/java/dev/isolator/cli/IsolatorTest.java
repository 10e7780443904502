package dev.isolator.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IsolatorTest {

  @Test
  void noCommandIsAUsageErrorThatShowsOne() {
    var run = Run.isolator();

    assertEquals(
        "isolator: expected a command, such as: isolator separate song.mp3; isolator --help shows what it takes\n",
        run.err());
    assertEquals(ExitCode.USAGE.number(), run.code());
  }

  @Test
  void songWithoutACommandIsToldTheCommand() {
    var run = Run.isolator("song.mp3");

    assertEquals(
        "isolator: there is no command 'song.mp3'; to take a song apart: isolator separate FILE; all commands: isolator --help\n",
        run.err());
    assertEquals(ExitCode.USAGE.number(), run.code());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          foo --help        | there is no command 'foo'; to take a song apart: isolator separate FILE; all commands: isolator --help
          seperate a.mp3    | there is no command 'seperate'; did you mean separate? isolator --help shows all
          help modles       | there is no command 'modles'; did you mean models? isolator --help shows all
          models foo --help | there is no command 'isolator models foo'; isolator models --help shows all
          models lst        | there is no command 'isolator models lst'; did you mean list? isolator models --help shows all
          """)
  void unknownCommandIsAnErrorAlsoWithHelp(String words, String message) {
    var run = Run.isolator((Object[]) words.split(" "));

    assertEquals(new Run(ExitCode.USAGE.number(), "", "isolator: " + message + "\n"), run);
  }

  @Test
  void versionNamesVersionCommitAndJava() {
    var run = Run.isolator("--version");

    assertTrue(
        run.out()
            .matches(
                "isolator \\d+\\.\\d+\\.\\d+\\S* \\((commit [0-9a-f]{7,}|no commit)\\)\nJava 2\\d.*\n"),
        run.out());
    assertEquals(0, run.code());
  }

  @Test
  void helpListsTheExitCodes() {
    var run = Run.isolator("--help");

    for (var code : ExitCode.values()) {
      assertTrue(run.out().contains("  " + code.number() + " "), run.out());
    }
    assertEquals("", run.err());
    assertEquals(0, run.code());
  }
}
