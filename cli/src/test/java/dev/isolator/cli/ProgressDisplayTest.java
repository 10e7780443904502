package dev.isolator.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.isolator.Progress;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ProgressDisplayTest {
  private static final int RATE = 100;
  private static final int SONG = 240 * RATE;

  private final StringWriter err = new StringWriter();

  @Test
  void withoutATerminalThereIsALineEveryTenSeconds() {
    try (var display = display(false)) {
      for (int second = 1; second <= 24; second++) {
        display.progressed(new Progress(second * 10L * RATE, SONG, RATE, second));
      }
    }

    assertEquals(
        """
        song.mp3: 42 %, 1:40 done, 10x real time, 0:14 to go
        song.mp3: 83 %, 3:20 done, 10x real time, 0:04 to go
        """,
        lines());
  }

  @Test
  void pipeHasNoShareAndNoEnd() {
    try (var display = display(false)) {
      display.progressed(new Progress(100L * RATE, -1, RATE, 10));
    }

    assertEquals("song.mp3: 1:40 done, 10x real time\n", lines());
  }

  @Test
  void shortSongSaysNothingWithoutATerminal() {
    try (var display = display(false)) {
      display.progressed(new Progress(SONG, SONG, RATE, 3));
    }

    assertEquals("", lines());
  }

  @Test
  void barIsDrawnOverItselfAndLeavesAnEmptyLine() {
    try (var display = display(true)) {
      display.progressed(new Progress(60L * RATE, SONG, RATE, 1));
      display.progressed(new Progress(SONG, SONG, RATE, 4));
    }

    var drawn = lines();
    assertTrue(drawn.contains("song.mp3 100% [="), drawn);
    assertTrue(drawn.contains("240/240 s"), drawn);
    assertTrue(drawn.startsWith("\r"), drawn);
    assertTrue(drawn.endsWith("\r" + " ".repeat(79) + "\r"), drawn);
    assertTrue(drawn.indexOf('\n') < 0, "a bar never scrolls the terminal");
  }

  @Test
  void quietShowsNothingOnATerminalEither() {
    var console = new Console(InputStream.nullInputStream(), writer(), writer(), true);
    try (var display = ProgressDisplay.of(console, "song.mp3", false)) {
      display.progressed(new Progress(SONG, SONG, RATE, 40));
    }

    assertEquals("", lines());
  }

  private ProgressDisplay display(boolean terminal) {
    var console = new Console(InputStream.nullInputStream(), writer(), writer(), terminal);
    return ProgressDisplay.of(console, "song.mp3", true);
  }

  private PrintWriter writer() {
    return new PrintWriter(err, true);
  }

  private String lines() {
    return err.toString().replace(System.lineSeparator(), "\n");
  }
}
