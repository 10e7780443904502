package dev.isolator.live.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.isolator.cli.ExitCode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/// `isolator live` with a sound card of Java Sound that is missing, busy, not fit, or pulled out.
@Timeout(60)
class JavaSoundTest {
  private static final String CARD = "java:" + TestSoundCard.NAME;

  @TempDir Path folder = Path.of("replaced by JUnit");
  private final StringWriter said = new StringWriter();

  @BeforeEach
  void plugIn() {
    TestSoundCard.plug(true);
    TestSoundCard.occupy(false);
  }

  @AfterEach
  void pullOut() {
    TestSoundCard.plug(false);
  }

  private int live(String... arguments) {
    var line = new CommandLine(new LiveCommand());
    line.setErr(new PrintWriter(said, true));
    line.setOut(new PrintWriter(said, true));
    line.setExecutionExceptionHandler(
        (e, _, _) -> {
          said.write(String.valueOf(e.getMessage()));
          return ExitCode.of(e).number();
        });
    return line.execute(LiveFiles.withModel(arguments).toArray(String[]::new));
  }

  private void await(String text) throws InterruptedException {
    while (!said.toString().contains(text)) {
      TimeUnit.MILLISECONDS.sleep(20); // the test has a time limit
    }
  }

  private String number() {
    var infos = AudioSystem.getMixerInfo();
    int number = 0;
    while (!infos[number].getName().equals(TestSoundCard.NAME)) {
      number++;
    }
    return "java:%d (%s)".formatted(number, TestSoundCard.NAME);
  }

  @Test
  void withoutASoundCardItSaysWhatToDo() {
    TestSoundCard.plug(false);
    Assumptions.assumeTrue(AudioSystem.getMixerInfo().length == 0, "this machine has one");
    assertEquals(9, live("--in", "java", "--out", "java"));
    assertEquals(
        "java: expected a sound card with an input, found none; connect one, use JACK (--in jack), or a file",
        said.toString());
  }

  @Test
  void aBusyCardIsSaid() {
    TestSoundCard.occupy(true);
    assertEquals(9, live("--in", CARD, "--out", CARD));
    assertEquals(
        number()
            + ": the input does not open (Device or resource busy); another program may have it: close that one, or choose another device (isolator live --devices)",
        said.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--rate=96000 | expected 96000 Hz with 2 channels",
        "--channels=1 | expected 44100 Hz with 1 channel"
      })
  void whatTheCardDoesNotTakeIsRefused(String option, String expected) {
    assertEquals(9, live("--in", CARD, "--out", CARD, option));
    assertEquals(
        "%s: %s, which it does not take as 16 or 24 bits; it takes 44.1 kHz, 48.0 kHz in stereo (--rate, --channels)"
            .formatted(number(), expected),
        said.toString());
  }

  /// A file holds what came until the card was pulled out.
  @Test
  void aCardThatIsPulledOutLeavesTheFileWhole() throws Exception {
    var heard = folder.resolve("heard.wav");
    var codes = new int[1];
    var run =
        Thread.ofPlatform().start(() -> codes[0] = live("--in", CARD, "--out", heard.toString()));
    LiveFiles.awaitGrowth(folder, 100_000);
    TestSoundCard.plug(false);
    run.join();
    assertEquals(9, codes[0], said.toString());
    assertTrue(said.toString().contains(heard + " holds what came until then"), said.toString());
    assertTrue(
        said.toString()
            .contains(TestSoundCard.NAME + "): the input has gone away; plug it in again"),
        said.toString());
    assertFalse(said.toString().contains("waiting for it"), said.toString());
    float[] found = LiveFiles.read(heard)[0];
    assertTrue(found.length > 10_000, "frames: " + found.length);
    for (int i = 0; i < found.length; i++) {
      assertEquals(TestSoundCard.SAMPLE / 32768f, found[i], 1e-6, "frame " + i);
    }
  }

  /// The card is taken up again, and into the same recording.
  @Test
  void aCardThatComesBackIsTakenUpAgain() throws Exception {
    var takes = folder.resolve("takes");
    var run =
        Thread.ofPlatform()
            .start(() -> live("--in", CARD, "--out", CARD, "--record", takes.toString()));
    LiveFiles.awaitGrowth(takes, 50_000);
    TestSoundCard.plug(false);
    await("has gone away; plug it in again; waiting for it");
    TestSoundCard.plug(true);
    await("the device is back");
    run.interrupt();
    run.join();
    float[] vocals = LiveFiles.read(LiveFiles.only(takes, "vocals.wav"))[0];
    float[] music = LiveFiles.read(LiveFiles.only(takes, "music.wav"))[0];
    assertTrue(Files.isDirectory(takes) && vocals.length > 5_000, "frames: " + vocals.length);
    for (int i = 0; i < 5_000; i++) {
      assertEquals(TestSoundCard.SAMPLE / 32768f, vocals[i] + music[i], 1e-5, "frame " + i);
    }
  }
}
