package dev.isolator.live.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `isolator live` between the ports of a real JACK server.
@Timeout(180)
class JackTest {
  private static final String PROGRAM = "dev.isolator.cli.Isolator";

  @TempDir Path folder = Path.of("replaced by JUnit");
  private final String name = JackTestServer.newName("live");
  private final List<Process> programs = new ArrayList<>();

  @AfterEach
  void endPrograms() {
    programs.forEach(Process::destroyForcibly);
  }

  private Process live(Path log, String... arguments) throws Exception {
    var all = new ArrayList<>(List.of("live"));
    all.addAll(List.of(arguments));
    var program = JackTestServer.program(name, log, PROGRAM, all.toArray(String[]::new));
    programs.add(program);
    return program;
  }

  /// The delay through isolator is the announced one, to the frame, and what comes back is what
  /// went in: all stems are heard.
  @Test
  void anImpulseComesBackAfterTheAnnouncedLatency() throws Exception {
    try (var _ = JackTestServer.start(name)) {
      var log = folder.resolve("live.log");
      live(log, "--in", "jack:none", "--out", "jack:none", "--slack", "2");
      JackTestServer.await(log, "latency");
      var probe =
          JackTestServer.program(
              name,
              folder.resolve("probe.log"),
              JackProbe.class.getName(),
              "isolator:in_1",
              "isolator:out_1");
      programs.add(probe);
      String found = new String(probe.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertEquals(0, JackTestServer.exitOf(probe), found);
      // L − g + 2 hops at 44.1 kHz and blocks of 256, and JACK's block for a loop of two clients.
      int announced = 1024 - 256 + 2 * 512;
      assertEquals("true %d 1.000000".formatted(announced + JackTestServer.BLOCK), found.strip());
    }
  }

  @Test
  void withoutAServerItSaysWhatToDo() throws Exception {
    var log = folder.resolve("live.log");
    var program = live(log, "--in", "jack");
    assertEquals(9, JackTestServer.exitOf(program));
    String said = Files.readString(log);
    assertTrue(said.contains("jack: expected a running JACK server, found none"), said);
    assertTrue(said.contains("use --in java --out java, or a file"), said);
  }
}
