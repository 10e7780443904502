package dev.isolator.live.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `isolator live` as a program between pipes.
@Timeout(120)
class LivePipeTest {
  private static final int RATE = 44_100;

  @TempDir Path folder = Path.of("replaced by JUnit");
  @AutoClose private final LivePrograms programs = new LivePrograms("none");

  @Test
  void standardInputComesOutOfStandardOutput() throws Exception {
    var song = LiveFiles.song(folder.resolve("song.wav"), RATE, 2);
    var log = folder.resolve("live.log");
    var program = programs.live(log, "--in", "-", "--out", "-");
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
    assertEquals(0, LivePrograms.exitOf(program), Files.readString(log));
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
    var program = programs.live(log, "--in", song.toString(), "--out", "-");
    program.getInputStream().read();
    program.getInputStream().close();
    assertEquals(7, LivePrograms.exitOf(program), Files.readString(log));
    String said = Files.readString(log);
    assertTrue(said.contains("isolator: -: it was closed before all was written"), said);
  }

  /// Nothing more comes and the pipe stays open: Ctrl-C ends the run all the same, and what came
  /// until then is whole. Before anything came it ends at once.
  @Test
  void ctrlCDoesNotWaitForAPipe() throws Exception {
    var nothing = programs.live(folder.resolve("nothing.log"), "--in", "-", "--out", "-");
    // Of a wav FFmpeg looks at up to five seconds before the first sample is there.
    var song = LiveFiles.song(folder.resolve("song.wav"), RATE, 12);
    byte[] bytes = Files.readAllBytes(song);
    var takes = Files.createDirectory(folder.resolve("takes"));
    var heard = takes.resolve("heard.wav");
    var log = folder.resolve("live.log");
    var program =
        programs.live(log, "--in", "-", "--out", heard.toString(), "--record", takes.toString());
    program.getOutputStream().write(bytes, 0, bytes.length - 100_000);
    program.getOutputStream().flush();
    LiveFiles.awaitGrowth(takes, 3_000_000);
    long start = System.nanoTime();
    LivePrograms.interrupt(nothing);
    LivePrograms.interrupt(program);
    assertEquals(130, LivePrograms.exitOf(nothing));
    assertEquals(130, LivePrograms.exitOf(program), Files.readString(log));
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

  /// No collection may stop the audio thread for as long as a block lasts: not the collector of the
  /// other commands, but the one whose pauses do not grow with what is to be done.
  @Test
  void theCollectorOfLiveIsNotThatOfTheOtherCommands() throws Exception {
    String flags = programs.flags();
    assertTrue(flags.matches("(?s).*\\bUseZGC += true\\b.*"), flags);
    assertTrue(flags.matches("(?s).*\\bUseSerialGC += false\\b.*"), flags);
  }

  /// The AOT cache of the other commands was made with their collector. Live refuses it without a
  /// word; else the JVM writes three lines of errors on standard error at every start.
  @Test
  void theCacheOfTheOtherCommandsIsNotOpened() throws Exception {
    String flags = programs.flags();
    assertTrue(flags.matches("(?s).*\\bAOTMode += off\\b.*"), flags);
  }
}
