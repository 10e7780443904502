package dev.isolator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.isolator.audio.AudioException;
import dev.isolator.audio.OutputFormat;
import dev.isolator.model.ModelException;
import dev.isolator.render.RenderOptions;
import java.io.ByteArrayInputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The tour of the package page, walked.
class FrontDoorTest {
  private static final Path SONG = Songs.resource("/golden/separate/stereo-44100/mixture.wav");

  private static Separator separator;

  @TempDir private Path out;

  @BeforeAll
  static void open() throws Exception {
    separator = Separator.open();
  }

  @AfterAll
  static void close() {
    separator.close();
  }

  @Test
  void aSongBecomesTwoFilesThatSumToItBitForBit() throws Exception {
    SeparationResult result = separator.separate(SONG).writeTo(out);

    assertEquals(List.of("vocals", "music"), result.stems().stream().map(Stem::name).toList());
    assertEquals(out.resolve("mixture/vocals.wav"), result.stems().getFirst().file());
    assertEquals(198_450, result.frames());
    assertEquals(separator.card().name() + " " + separator.card().version(), result.model());
    var song = Songs.decode(SONG);
    var vocals = Songs.decode(out.resolve("mixture/vocals.wav"));
    var music = Songs.decode(out.resolve("mixture/music.wav"));
    assertEquals(0, result.gainDb(), "no gain, or the sum is scaled");
    for (int channel = 0; channel < 2; channel++) {
      for (int i = 0; i < result.frames(); i++) {
        float sum = vocals.samples()[channel][i] + music.samples()[channel][i];
        assertEquals(song.samples()[channel][i], sum, "24-bit integers add up exactly");
      }
    }
  }

  @Test
  void aPipeGivesTheSameBytesAsItsFile() throws Exception {
    separator.separate(SONG).writeTo(out.resolve("file"));
    var pipe = new ByteArrayInputStream(Files.readAllBytes(SONG));
    separator.separate(pipe, "mixture").writeTo(out.resolve("pipe"));

    for (String stem : List.of("vocals.wav", "music.wav")) {
      assertArrayEquals(
          Files.readAllBytes(out.resolve("file/mixture").resolve(stem)),
          Files.readAllBytes(out.resolve("pipe/mixture").resolve(stem)),
          stem);
    }
  }

  @Test
  void aPartIsCutAtExactFrames() throws Exception {
    var flac = RenderOptions.defaults().withContainer(OutputFormat.Container.FLAC);
    SeparationResult result =
        separator.separate(SONG).part(1.5, 0.25).render(flac).named("part").writeTo(out);

    assertEquals(11_025, result.frames());
    var song = Songs.decode(SONG).samples()[0];
    var vocals = Songs.decode(out.resolve("part/vocals.flac")).samples()[0];
    var music = Songs.decode(out.resolve("part/music.flac")).samples()[0];
    for (int i = 0; i < 11_025; i++) {
      assertEquals(song[66_150 + i], vocals[i] + music[i], "frame " + i);
    }
  }

  @Test
  void aPartBeyondTheEndIsRefusedAndLeavesNothing() throws Exception {
    var separation = separator.separate(SONG).part(60, 1);

    var e = assertThrows(AudioException.class, () -> separation.writeTo(out));

    assertEquals(
        SONG
            + ": expected a song longer than the start at 60.000 s, found its end at 4.500 s; start"
            + " earlier",
        e.getMessage());
    assertEquals(List.of(), filesBelow(out));
  }

  @Test
  void whatWasWrongWithTheSongIsSaid() throws Exception {
    byte[] wav = Files.readAllBytes(SONG);
    Path cut = Files.write(out.resolve("cut.wav"), java.util.Arrays.copyOf(wav, wav.length - 6000));
    var allowing =
        SeparatorOptions.defaults()
            .withLimits(
                dev.isolator.audio.DecodeLimits.defaults()
                    .withTruncation(dev.isolator.audio.DecodeLimits.Truncation.ALLOW));

    try (var forgiving = Separator.open(allowing)) {
      SeparationResult result = forgiving.separate(cut).writeTo(out);
      assertEquals(197_450, result.frames());
      assertEquals(List.of("ends 1000 frames before its header says"), result.notes());
    }
    var strict = separator.separate(cut).named("strict");
    var e = assertThrows(AudioException.class, () -> strict.writeTo(out));
    assertEquals(
        cut + ": ends after 197450 of 198450 frames; fetch it again, or pass --allow-truncated",
        e.getMessage());
    assertFalse(Files.exists(out.resolve("strict")));
  }

  @Test
  void progressEndsAtTheSongsEnd() throws Exception {
    var heard = new ArrayList<Progress>();
    separator.separate(SONG).onProgress(heard::add).writeTo(out);

    assertEquals(1, heard.getLast().fraction());
    assertEquals(198_450, heard.getLast().doneFrames());
  }

  @Test
  void aCancelledSongLeavesNothing() throws Exception {
    var separation = separator.separate(SONG);
    separation.onProgress(progress -> separation.cancel());

    assertThrows(CancellationException.class, () -> separation.writeTo(out));
    assertEquals(List.of(), filesBelow(out));

    assertEquals(198_450, separator.separate(SONG).writeTo(out).frames(), "and it works again");
  }

  @Test
  void aPipeThatNobodyWritesToCanBeCancelled() throws Exception {
    try (var neverClosed = new PipedOutputStream();
        var pipe = new PipedInputStream(neverClosed, 1 << 20)) {
      byte[] wav = Files.readAllBytes(SONG);
      neverClosed.write(wav, 0, 300_000);
      neverClosed.flush();
      var separation = separator.separate(pipe, "pipe");
      var caller =
          Thread.ofVirtual()
              .start(
                  () -> assertThrows(CancellationException.class, () -> separation.writeTo(out)));
      separation.cancel();
      caller.join();
      assertEquals(List.of(), filesBelow(out));
    }
  }

  @Test
  void whatTheListenerThrowsEndsTheSongAndComesOut() throws Exception {
    var separation =
        separator
            .separate(SONG)
            .onProgress(
                progress -> {
                  throw new ArithmeticException("mine");
                });

    var e = assertThrows(ArithmeticException.class, () -> separation.writeTo(out));
    assertEquals("mine", e.getMessage());
    assertEquals(List.of(), filesBelow(out));
  }

  @Test
  void unknownModelsAreRefusedWithTheirNames() {
    var options = SeparatorOptions.defaults().withModel("nobody");
    var e =
        assertThrows(
            ModelException.class,
            () -> {
              try (var opened = Separator.open(options)) {
                assertFalse(opened.card().name().isEmpty());
              }
            });
    assertTrue(
        String.valueOf(e.getMessage())
            .startsWith("nobody: no model of that name; there are studio-vocals"),
        e.getMessage());
  }

  private static List<Path> filesBelow(Path folder) throws Exception {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(path -> !path.equals(folder)).toList();
    }
  }
}
