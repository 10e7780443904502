package dev.isolator.live.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `isolator live` as a program between pipes.
@Timeout(120)
class LivePipeTest {
  private static final int RATE = 44_100;

  @TempDir Path folder = Path.of("replaced by JUnit");
  private final List<Process> programs = new ArrayList<>();

  @AfterEach
  void endPrograms() {
    programs.forEach(Process::destroyForcibly);
  }

  private Process live(Path log, String... arguments) throws Exception {
    var program = JackTestServer.live("none", log, arguments);
    programs.add(program);
    return program;
  }

  @Test
  void standardInputComesOutOfStandardOutput() throws Exception {
    var song = LiveFiles.song(folder.resolve("song.wav"), RATE, 2);
    var log = folder.resolve("live.log");
    var program = live(log, "--in", "-", "--out", "-");
    Thread.ofVirtual()
        .start(
            () -> {
              try (var into = program.getOutputStream()) {
                Files.copy(song, into);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    var heard = folder.resolve("heard.wav");
    Files.copy(program.getInputStream(), heard);
    assertEquals(0, JackTestServer.exitOf(program), Files.readString(log));
    float[][] expected = LiveFiles.read(song);
    float[][] found = LiveFiles.read(heard);
    assertArrayEquals(expected[0], found[0], 1e-6f);
    assertArrayEquals(expected[1], found[1], 1e-6f);
  }

  /// As by `| head`.
  @Test
  void whoeverClosesTheOutputEndsTheRun() throws Exception {
    var song = LiveFiles.song(folder.resolve("song.wav"), RATE, 2);
    var log = folder.resolve("live.log");
    var program = live(log, "--in", song.toString(), "--out", "-");
    program.getInputStream().read();
    program.getInputStream().close();
    assertEquals(7, JackTestServer.exitOf(program), Files.readString(log));
    String said = Files.readString(log);
    assertTrue(said.contains("isolator: -: it was closed before all was written"), said);
  }

  /// Nothing more comes and the pipe stays open: Ctrl-C ends the run all the same, and what came
  /// until then is whole. Before anything came it ends at once.
  @Test
  void ctrlCDoesNotWaitForAPipe() throws Exception {
    var nothing = live(folder.resolve("nothing.log"), "--in", "-", "--out", "-");
    // Of a wav FFmpeg looks at up to five seconds before the first sample is there.
    var song = LiveFiles.song(folder.resolve("song.wav"), RATE, 12);
    byte[] bytes = Files.readAllBytes(song);
    var takes = Files.createDirectory(folder.resolve("takes"));
    var heard = takes.resolve("heard.wav");
    var log = folder.resolve("live.log");
    var program = live(log, "--in", "-", "--out", heard.toString(), "--record", takes.toString());
    program.getOutputStream().write(bytes, 0, bytes.length - 100_000);
    program.getOutputStream().flush();
    LiveFiles.awaitGrowth(takes, 3_000_000);
    long start = System.nanoTime();
    JackTestServer.interrupt(nothing);
    JackTestServer.interrupt(program);
    assertEquals(130, JackTestServer.exitOf(nothing));
    assertEquals(130, JackTestServer.exitOf(program), Files.readString(log));
    assertTrue(System.nanoTime() - start < 15_000_000_000L, "it gave up waiting");
    assertEquals("", Files.readString(folder.resolve("nothing.log")));
    float[][] expected = LiveFiles.read(song);
    float[][] found = LiveFiles.read(heard);
    assertTrue(found[0].length > 8 * RATE, "frames: " + found[0].length);
    assertArrayEquals(Arrays.copyOf(expected[0], found[0].length), found[0], 1e-6f);
    float[][] vocals = LiveFiles.read(LiveFiles.only(takes, "vocals.wav"));
    float[][] music = LiveFiles.read(LiveFiles.only(takes, "music.wav"));
    for (int i = 0; i < found[1].length; i++) {
      assertEquals(expected[1][i], vocals[1][i] + music[1][i], 1e-5, "frame " + i);
    }
  }
}
