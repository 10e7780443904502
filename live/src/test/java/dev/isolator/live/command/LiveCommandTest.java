package dev.isolator.live.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.isolator.cli.ExitCode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/// `isolator live` from file to file, and what it refuses.
@Timeout(120)
class LiveCommandTest {
  private static final int RATE = 32_000;

  @TempDir Path folder = Path.of("replaced by JUnit");
  private final StringWriter said = new StringWriter();

  private int live(String... arguments) {
    var line = new CommandLine(new LiveCommand());
    line.setErr(new PrintWriter(said, true));
    line.setOut(new PrintWriter(said, true));
    line.setExecutionExceptionHandler(
        (e, _, _) -> {
          said.write(String.valueOf(e.getMessage()));
          return ExitCode.of(e).number();
        });
    return line.execute(arguments);
  }

  private float[][] separated(Path song, String... more) throws Exception {
    var out = folder.resolve("out-%d.wav".formatted(System.nanoTime()));
    var arguments = new ArrayList<>(List.of("--in", song.toString()));
    arguments.addAll(List.of("--out", out.toString()));
    arguments.addAll(LiveFiles.withModel(more));
    assertEquals(0, live(arguments.toArray(String[]::new)), said.toString());
    return LiveFiles.read(out);
  }

  private static String[] with(List<String> some, String... others) {
    return Stream.concat(some.stream(), Arrays.stream(others)).toArray(String[]::new);
  }

  /// Length and place are the song's, at every latency; stems sum to it.
  @Test
  void aFileComesOutAsLongAndWhereItWas() throws Exception {
    var song = LiveFiles.song(folder.resolve("song.wav"), RATE, 1);
    float[][] expected = LiveFiles.read(song);
    float[][] all = separated(song, "--look-ahead", "0");
    var model = List.of("--model", "live-vocals", "--latency", "full");
    float[][] vocals = separated(song, with(model, "--keep", "vocals", "--slack", "3"));
    float[][] music = separated(song, with(model, "--keep", "music", "--block", "77"));
    double difference = 0;
    for (int channel = 0; channel < 2; channel++) {
      assertEquals(expected[channel].length, vocals[channel].length);
      for (int i = 0; i < expected[channel].length; i++) {
        assertEquals(expected[channel][i], all[channel][i], 1e-6, "frame " + i);
        float sum = vocals[channel][i] + music[channel][i];
        assertEquals(expected[channel][i], sum, 1e-5, "frame " + i);
        difference = Math.max(difference, Math.abs(vocals[channel][i]));
      }
    }
    assertTrue(difference > 0.001, "something is in the voice: " + difference);
    assertTrue(said.toString().contains("late 0") || said.toString().contains(", 0 late"));
  }

  /// A model with a longer window that looks ahead: what it waits for is stated and taken off
  /// again.
  @Test
  void aModelThatLooksAheadIsLaterAndInItsPlace() throws Exception {
    var song = LiveFiles.song(folder.resolve("song.wav"), 44_100, 1);
    float[][] expected = LiveFiles.read(song);
    String model = LiveFiles.model("ratio-4096-ahead3").toString();
    float[][] vocals = separated(song, "--model", model, "--look-ahead", "3", "--keep", "vocals");
    float[][] music = separated(song, "--model", model, "--keep", "music");
    assertTrue(
        said.toString()
            .contains(
                "latency 58.0 ms: network and windows 11.6, look-ahead 34.8, slack 11.6, devices 0.0"),
        said.toString());
    for (int i = 0; i < expected[0].length; i++) {
      assertEquals(expected[0][i], vocals[0][i] + music[0][i], 1e-5, "frame " + i);
    }
  }

  @Test
  void gainsAreThoseThatWereAskedFor() throws Exception {
    var song = LiveFiles.song(folder.resolve("song.wav"), RATE, 1);
    float[][] vocals = separated(song, "--keep", "vocals");
    float[][] music = separated(song, "--keep", "music");
    assertArrayEquals(music, separated(song, "--keep", "Karaoke"), "as separate calls it");
    float[][] mixed = separated(song, "--gain", "vocals=-20dB,music=0");
    for (int i = 0; i < mixed[0].length; i++) {
      assertEquals(0.1 * vocals[0][i] + music[0][i], mixed[0][i], 1e-6, "frame " + i);
    }
  }

  @Test
  void stemsAreRecordedBesideWhatIsHeard() throws Exception {
    var song = LiveFiles.song(folder.resolve("song.wav"), RATE, 1);
    var takes = folder.resolve("takes");
    float[][] heard = separated(song, "--keep", "vocals", "--record", takes.toString());
    float[][] recorded = LiveFiles.read(LiveFiles.only(takes, "vocals.wav"));
    assertTrue(recorded[0].length >= heard[0].length);
    float[] start = Arrays.copyOf(recorded[0], heard[0].length);
    assertArrayEquals(heard[0], start, 1e-6f);
  }

  /// Whatever ends a run, what was recorded until then is kept, whole.
  @Test
  void aRecordingOutlivesTheFailureOfItsInput() throws Exception {
    var song = LiveFiles.song(folder.resolve("song.wav"), RATE, 2);
    byte[] bytes = Files.readAllBytes(song);
    Files.write(song, Arrays.copyOf(bytes, bytes.length / 2));
    var takes = folder.resolve("takes");
    var out = folder.resolve("out.wav");
    var arguments =
        LiveFiles.withModel(
            "--in", song.toString(), "--out", out.toString(), "--record", takes.toString());
    int code = live(arguments.toArray(String[]::new));
    assertEquals(ExitCode.CORRUPT.number(), code, said.toString());
    assertFalse(Files.exists(out), "the output is whole or not there");
    float[][] vocals = LiveFiles.read(LiveFiles.only(takes, "vocals.wav"));
    float[][] music = LiveFiles.read(LiveFiles.only(takes, "music.wav"));
    assertEquals(vocals[0].length, music[0].length);
    assertTrue(vocals[0].length > RATE / 2, "frames: " + vocals[0].length);
    assertTrue(said.toString().contains("isolator: recorded "), said.toString());
  }

  @Test
  void aFileThatExistsIsKept() throws Exception {
    var song = LiveFiles.song(folder.resolve("song.wav"), RATE, 1);
    var out = Files.writeString(folder.resolve("mine.wav"), "mine");
    assertEquals(7, live("--in", song.toString(), "--out", out.toString()));
    assertTrue(said.toString().contains("exists; move it away"), said.toString());
    assertEquals("mine", Files.readString(out));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--slack 17 | --slack must be from 0 to 16, was 17",
        "--block 8 | --block must be from 16 to 8192, was 8",
        "--look-ahead 4 | --look-ahead 4: a network looks as far ahead as it was trained for; there are 0 (live-vocals)",
        "--look-ahead 1 --model live-vocals | --look-ahead 1: live-vocals@3 was trained for 0; leave the option out, or choose another model: there are 0 (live-vocals)",
        "--latency 24 | expected full, 35, 23 or 12, found '24'",
        "--gain drums=3dB | expected a stem of the model: vocals, music, found drums",
        "--gain vocals=30dB | gain of vocals must be from -inf to 24 dB, was 30.0",
        "--gain vocals=0.5 | a gain must be dB, such as -12dB, or mute, was \"0.5\"",
        "--keep guitar | expected a stem of the model: vocals, music, found guitar",
      })
  void whatCannotBeIsRefused(String options, String message) throws Exception {
    var song = LiveFiles.song(folder.resolve("song.wav"), RATE, 1);
    var out = folder.resolve("out.wav");
    var arguments = new ArrayList<>(List.of("--in", song.toString(), "--out", out.toString()));
    var asked = options.split(" ");
    arguments.addAll(asked[0].equals("--look-ahead") ? List.of(asked) : LiveFiles.withModel(asked));
    assertEquals(2, live(arguments.toArray(String[]::new)));
    assertTrue(said.toString().contains(message), said.toString());
    assertFalse(Files.exists(out));
  }

  @Test
  void aSongAtARateThatIsNotTakenIsRefused() throws Exception {
    var song = LiveFiles.song(folder.resolve("song.wav"), 8000, 1);
    int code = live("--in", song.toString(), "--out", folder.resolve("x.wav").toString());
    assertEquals(9, code);
    assertTrue(
        said.toString().contains("expected a rate from 16000 to 96000 Hz, found 8000 Hz"),
        said.toString());
  }
}
