package dev.isolator.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.isolator.audio.AudioException;
import dev.isolator.audio.AudioException.Kind;
import dev.isolator.model.ModelException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

class CommandPluginTest {
  private final ClassLoader before = Thread.currentThread().getContextClassLoader();

  @BeforeEach
  void putThePluginOnTheClassPath(@TempDir Path folder) throws IOException {
    provide(folder, Fruit.class.getName());
  }

  @AfterEach
  void takeItAway() {
    Thread.currentThread().setContextClassLoader(before);
  }

  @Test
  void commandsOfPluginsAreListedAndRun() {
    assertTrue(Run.isolator("--help").out().contains("\n  pick        Pick a fruit.\n"));
    assertEquals(new Run(0, "picked apple\n", ""), Run.isolator("pick", "apple"));
    assertTrue(Run.isolator("pick", "--help").out().startsWith("Pick a fruit.\n"));
    assertTrue(Run.isolator("help", "pick").out().startsWith("Pick a fruit.\n"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          audio     | 4   | a.wav: is text; give a song
          model     | 8   | m: no such model
          command   | 7   | b: exists
          missing   | 3   | c: no such file or folder; check the name
          denied    | 3   | d: permission denied; check who may use it
          existing  | 7   | e: exists; move it away, or choose another name
          unchecked | 3   | f: no such file or folder; check the name
          io        | 3   | the cable fell out
          cancelled | 130 | cancelled
          limit     | 6   | g: has 70 streams, expected at most 64 (--max-streams)
          mistake   | 70  | internal error (a bug in Isolator): java.lang.IllegalStateException: oops; run it again with --debug and report what it shows
          """)
  void whatACommandThrowsIsOneLineAndAnExitCode(String failure, int code, String line) {
    assertEquals(new Run(code, "", "isolator: " + line + "\n"), Run.isolator("pick", failure));
  }

  @Test
  void debugShowsTheStackTrace() {
    var run = Run.isolator("pick", "--debug", "mistake");

    assertTrue(run.err().contains("\n\tat dev.isolator.cli.CommandPluginTest$Pick."), run.err());
    assertEquals(ExitCode.INTERNAL.number(), run.code());
  }

  @Test
  void pluginThatIsBrokenDoesNotStopTheOthers(@TempDir Path folder) throws IOException {
    provide(folder, "dev.isolator.NoSuchPlugin");

    var run = Run.isolator("--help");

    assertTrue(run.err().startsWith("isolator: some commands are left out: "), run.err());
    assertTrue(run.out().contains("\n  separate "), run.out());
    assertEquals(0, run.code());
  }

  private void provide(Path folder, String plugin) throws IOException {
    var services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(services.resolve(CommandPlugin.class.getName()), plugin + "\n");
    Thread.currentThread()
        .setContextClassLoader(new URLClassLoader(new URL[] {url(folder)}, before));
  }

  private static URL url(Path folder) throws MalformedURLException {
    return folder.toUri().toURL();
  }

  /// The plug-in under test.
  public static final class Fruit implements CommandPlugin {
    @Override
    public List<Object> commands() {
      return List.of(new Pick());
    }
  }

  @Command(name = "pick", header = "Pick a fruit.")
  private static final class Pick implements Callable<Integer> {
    private static final Map<String, Exception> FAILURES =
        Map.ofEntries(
            Map.entry(
                "audio", new AudioException(Kind.UNSUPPORTED, "a.wav", "is text; give a song")),
            Map.entry("model", new ModelException("m: no such model")),
            Map.entry("command", new CommandException(ExitCode.UNWRITABLE, "b: exists")),
            Map.entry("missing", new NoSuchFileException("c")),
            Map.entry("denied", new AccessDeniedException("d")),
            Map.entry("existing", new FileAlreadyExistsException("e")),
            Map.entry("unchecked", new UncheckedIOException(new NoSuchFileException("f"))),
            Map.entry("io", new IOException("the cable fell out")),
            Map.entry("cancelled", new CancellationException()),
            Map.entry(
                "limit",
                new AudioException(
                    Kind.LIMIT, "g", "has 70 streams, expected at most 64 (maxStreams)")));

    @Parameters private String fruit = "";

    @Spec private CommandSpec spec = CommandSpec.create(); // replaced by picocli

    @Override
    public Integer call() throws Exception {
      var failure = FAILURES.get(fruit);
      if (failure != null) {
        throw failure;
      }
      if (fruit.equals("mistake")) {
        throw new IllegalStateException("oops");
      }
      spec.commandLine().getOut().println("picked " + fruit);
      return 0;
    }
  }
}
