package dev.isolator.live.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `isolator live` between the ports of a real JACK server.
@Timeout(180)
class JackTest {
  @TempDir Path folder = Path.of("replaced by JUnit");
  private final String name = JackTestServer.newName("live");
  @AutoClose private final LivePrograms programs = new LivePrograms(name);

  /// The delay through isolator is the announced one, to the frame, and what comes back is what
  /// went in: all stems are heard.
  @Test
  void anImpulseComesBackAfterTheAnnouncedLatency() throws Exception {
    try (var _ = JackTestServer.start(name)) {
      var log = folder.resolve("live.log");
      programs.live(
          log, "--in", "jack:none", "--out", "jack:none", "--slack", "2", "--model", "live-vocals");
      LivePrograms.await(log, "latency");
      var probe =
          programs.start(
              folder.resolve("probe.log"),
              JackProbe.class.getName(),
              "isolator:in_1",
              "isolator:out_1");
      String found = new String(probe.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertEquals(0, LivePrograms.exitOf(probe), found);
      // L − g + 2 hops at 44.1 kHz and blocks of 256, and JACK's block for a loop of two clients.
      int announced = 1024 - 256 + 2 * 512;
      assertEquals("true %d 1.000000".formatted(announced + JackTestServer.BLOCK), found.strip());
    }
  }

  /// However the server ends, and more than once: the program stays, and ends by itself when it is
  /// told to.
  @Test
  void aServerThatGoesAwayAndComesBackIsTakenUpAgain() throws Exception {
    var log = folder.resolve("live.log");
    Process program;
    try (var server = JackTestServer.start(name)) {
      program = programs.live(log, "--in", "jack", "--out", "jack");
      LivePrograms.await(log, "latency");
      server.awaitConnected("isolator:in_1", "system:capture_1");
      // As docs/live.md has it: a buffer for the input, two for the output.
      LivePrograms.await(
          log, "latency 46.4 ms: network and windows 17.4, slack 11.6, devices 17.4");
      server.setBlock(512);
      LivePrograms.await(log, "the server went from blocks of 256 frames to 512; waiting for it");
      LivePrograms.await(log, "the device is back");
      server.kill();
    }
    LivePrograms.await(log, "the server has gone away; start it again; waiting for it");
    try (var _ = JackTestServer.start(name)) {
      LivePrograms.await(log, "the device is back", 2);
    }
    LivePrograms.await(log, "the server has gone away", 2);
    try (var server = JackTestServer.start(name)) {
      LivePrograms.await(log, "the device is back", 3);
      server.awaitConnected("isolator:in_1", "system:capture_1");
      LivePrograms.interrupt(program);
      assertEquals(130, LivePrograms.exitOf(program), Files.readString(log));
    }
  }

  /// Ctrl-C in the middle of a recording: both files are there, whole, and sum to what was played.
  @Test
  void aRecordingIsWholeAfterCtrlC() throws Exception {
    var takes = folder.resolve("takes");
    var log = folder.resolve("live.log");
    try (var _ = JackTestServer.start(name)) {
      var song = LiveFiles.song(folder.resolve("song.wav"), JackTestServer.RATE, 20);
      var program =
          programs.live(
              log, "--in", song.toString(), "--out", "jack", "--record", takes.toString());
      LivePrograms.await(log, "latency");
      LiveFiles.awaitGrowth(takes, 400_000); // bytes of a stem: more than a second is written
      LivePrograms.interrupt(program);
      assertEquals(130, LivePrograms.exitOf(program), Files.readString(log));
      float[][] vocals = LiveFiles.read(LiveFiles.only(takes, "vocals.wav"));
      float[][] music = LiveFiles.read(LiveFiles.only(takes, "music.wav"));
      float[][] expected = LiveFiles.read(song);
      assertTrue(vocals[0].length > 40_000, "frames: " + vocals[0].length);
      assertEquals(vocals[0].length, music[0].length);
      for (int i = 0; i < Math.min(40_000, vocals[0].length); i++) {
        assertEquals(expected[1][i], vocals[1][i] + music[1][i], 1e-5, "frame " + i);
      }
    }
    try (var left = Files.walk(takes)) {
      assertEquals(0, left.filter(file -> file.toString().endsWith(".part")).count());
    }
  }

  @Test
  void withoutAServerItSaysWhatToDo() throws Exception {
    for (String input : List.of("jack", "jack:firefox")) {
      var log = folder.resolve("live.log");
      var program = programs.live(log, "--in", input);
      assertEquals(9, LivePrograms.exitOf(program));
      String said = Files.readString(log);
      assertTrue(said.contains("jack: expected a running JACK server, found none"), said);
      assertTrue(said.contains("use --in java --out java, or a file"), said);
    }
  }
}
