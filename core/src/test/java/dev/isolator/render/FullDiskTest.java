package dev.isolator.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.isolator.audio.AudioException;
import dev.isolator.audio.OutputFormat.Container;
import dev.isolator.audio.SampleDepth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// On a disk of 128 KiB in memory, which only root can make: elsewhere the test is skipped, and
/// `EncoderTest` writes to `/dev/full`.
@EnabledOnOs(OS.LINUX)
class FullDiskTest {
  @TempDir Path folder;

  @BeforeEach
  void mount() throws Exception {
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=128k", "tmpfs", folder.toString()) == 0,
        "mounting a small disk needs root");
  }

  @AfterEach
  void unmount() throws Exception {
    run("umount", folder.toString());
  }

  private static int run(String... command) throws Exception {
    try {
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      return -1; // no such command
    }
  }

  @ParameterizedTest
  @EnumSource(Container.class)
  void fullDiskIsNamedAndNothingIsLeft(Container container) throws Exception {
    var song = Stems.noise(2, 2, 100_000, SampleDepth.S16, 0.5);
    var options = RenderOptions.defaults().withContainer(container);

    var e = assertThrows(AudioException.class, () -> song.render(folder.resolve("out"), options));

    assertEquals(AudioException.Kind.UNWRITABLE, e.kind());
    assertEquals(
        folder.resolve(container.holdsAllStems() ? "out" : "out/song"),
        Path.of(e.file()).getParent());
    assertEquals(
        e.file()
            + ": cannot be written: the disk is full; free some space or choose another output"
            + " folder",
        e.getMessage());
    try (var files = Files.list(folder)) {
      assertEquals(List.of(), files.toList());
    }
  }
}
