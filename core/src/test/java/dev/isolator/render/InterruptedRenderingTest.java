package dev.isolator.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.isolator.audio.SampleDepth;
import dev.isolator.audio.Tags;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class InterruptedRenderingTest {
  @TempDir Path folder;

  /// A program that writes a song and never ends.
  static final class Endless {
    private Endless() {}

    @SuppressWarnings("InfiniteLoopStatement") // that is what it is for
    public static void main(String[] args) throws Exception {
      var song = Stems.noise(2, 2, 4096, SampleDepth.S16, 0.5);
      try (var rendering =
          Rendering.open(
              Path.of(args[0]),
              "song",
              song.names(),
              song.info(),
              Tags.NONE,
              RenderOptions.defaults())) {
        song.write(rendering, 4096);
        System.out.println("writing");
        while (true) {
          Thread.onSpinWait();
          System.in.read();
        }
      }
    }
  }

  @Test
  @DisabledOnOs(
      value = OS.WINDOWS,
      disabledReason = "Java can only kill there, which no program hears of")
  void programThatIsToldToEndLeavesNothing() throws Exception {
    var out = folder.resolve("out");
    var program =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Endless.class.getName(),
                out.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (var lines = program.inputReader()) {
      assertEquals("writing", lines.readLine());
      assertTrue(Files.exists(out.resolve("song")));

      program.destroy(); // SIGTERM; Ctrl-C runs the same hooks

      assertTrue(program.waitFor(60, TimeUnit.SECONDS));
      assertFalse(Files.exists(out));
    } finally {
      program.destroyForcibly();
    }
  }
}
