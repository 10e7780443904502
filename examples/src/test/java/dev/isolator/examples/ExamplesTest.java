package dev.isolator.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.isolator.Separator;
import dev.isolator.audio.ChannelLayout;
import dev.isolator.audio.Decoder;
import dev.isolator.audio.Encoder;
import dev.isolator.audio.OutputFormat;
import dev.isolator.audio.OutputFormat.Container;
import dev.isolator.audio.SampleDepth;
import dev.isolator.audio.Tags;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs every example as a user would, on a song of half a second.
class ExamplesTest {
  private static final int SAMPLE_RATE = 44_100;
  private static final int FRAMES = SAMPLE_RATE / 2 + 1;

  @TempDir static Path folder;
  private static Path song = Path.of("");

  @FunctionalInterface
  private interface Program {
    void main(String[] args) throws Exception;
  }

  /// Quiet noise in stereo.
  private static float[][] noise() {
    var random = new Random(17);
    var samples = new float[2][FRAMES];
    for (var channel : samples) {
      for (int n = 0; n < FRAMES; n++) {
        channel[n] = (float) (0.05 * random.nextGaussian());
      }
    }
    return samples;
  }

  @BeforeAll
  static void writeTheSong() throws Exception {
    song = folder.resolve("song.wav");
    var format = new OutputFormat(Container.WAV, SampleDepth.S16, 0);
    try (var encoder =
        Encoder.create(song, "song.wav", format, SAMPLE_RATE, ChannelLayout.STEREO, Tags.NONE)) {
      encoder.write(noise(), FRAMES);
      encoder.finish();
    }
  }

  /// What a program prints, line by line.
  private static List<String> run(Program program, Object... args) throws Exception {
    var before = System.out;
    var bytes = new ByteArrayOutputStream();
    try (var out = new PrintStream(bytes, true, UTF_8)) {
      System.setOut(out);
      var words = new String[args.length];
      for (int i = 0; i < args.length; i++) {
        words[i] = args[i].toString();
      }
      program.main(words);
    } finally {
      System.setOut(before);
    }
    return bytes.toString(UTF_8).lines().toList();
  }

  private static SortedSet<String> filesBelow(Path out) throws Exception {
    var names = new TreeSet<String>();
    if (Files.exists(out)) {
      try (var files = Files.walk(out)) {
        files
            .filter(Files::isRegularFile)
            .forEach(file -> names.add(out.relativize(file).toString().replace('\\', '/')));
      }
    }
    return names;
  }

  private static float[][] samples(Path file) throws Exception {
    try (var decoder = Decoder.open(file)) {
      var whole = new float[2][FRAMES + 1];
      var block = new float[2][4096];
      int done = 0;
      for (int n = decoder.read(block, 4096); n > 0; n = decoder.read(block, 4096)) {
        System.arraycopy(block[0], 0, whole[0], done, n);
        System.arraycopy(block[1], 0, whole[1], done, n);
        done += n;
      }
      assertEquals(FRAMES, done, file.toString());
      return whole;
    }
  }

  @Test
  void twoFilesSumToTheSongBitForBit() throws Exception {
    Path out = folder.resolve("01");

    run(Example01TwoFiles::main, song, out);

    assertEquals(new TreeSet<>(List.of("song/music.wav", "song/vocals.wav")), filesBelow(out));
    var whole = samples(song);
    var vocals = samples(out.resolve("song/vocals.wav"));
    var music = samples(out.resolve("song/music.wav"));
    for (int channel = 0; channel < 2; channel++) {
      for (int n = 0; n < FRAMES; n++) {
        assertEquals(whole[channel][n], vocals[channel][n] + music[channel][n]);
      }
    }
  }

  @Test
  void samplesInMemorySumToTheMix() throws Exception {
    var mix = noise();
    try (var separator = Separator.open()) {
      var stems = Example02SamplesInMemory.separate(separator, mix);

      for (int channel = 0; channel < 2; channel++) {
        for (int n = 0; n < FRAMES; n++) {
          // −120 dBFS, as the library promises
          assertEquals(mix[channel][n], stems[0][channel][n] + stems[1][channel][n], 1e-6);
        }
      }
    }
    var lines = run(Example02SamplesInMemory::main);
    assertEquals("mix: -12.2 dBFS", lines.getFirst());
    assertEquals(3, lines.size());
  }

  @Test
  void progressEndsAtAHundredPercent() throws Exception {
    Path out = folder.resolve("03");

    var lines = run(Example03ProgressAndCancel::main, song, out, 1000);

    assertEquals("100 %, 0 s left", lines.get(lines.size() - 2));
    assertEquals(2, filesBelow(out).size());
  }

  @Test
  void whoGivesUpAtOnceFindsNothingWritten() throws Exception {
    Path out = folder.resolve("03-given-up");

    var lines = run(Example03ProgressAndCancel::main, song, out, 0);

    assertEquals("given up; nothing was written", lines.getLast());
    assertEquals(new TreeSet<>(), filesBelow(out));
  }

  @Test
  void otherFilesAreThoseThatWereAskedFor() throws Exception {
    Path out = folder.resolve("04");

    var lines = run(Example04OtherFiles::main, song, out);

    assertEquals(
        new TreeSet<>(List.of("song (karaoke).flac", "song (music).flac")), filesBelow(out));
    assertEquals(2, lines.size());
    try (var decoder = Decoder.open(out.resolve("song (music).flac"))) {
      assertEquals(SampleDepth.S24, decoder.info().depth());
    }
  }

  @Test
  void whereSomebodySingsIsToldPassageByPassageAndInAll() throws Exception {
    var lines = run(Example05WhereSomebodySings::main, song);
    for (var line : lines.subList(0, lines.size() - 1)) {
      assertTrue(line.matches("\\d+\\.\\d\\d s to \\d+\\.\\d\\d s"), line);
    }
    assertTrue(lines.getLast().matches("\\d+\\.\\d s with voice"), lines::toString);
  }

  @Test
  void aSongThatIsMissingDoesNotStopTheOthers() throws Exception {
    Path out = folder.resolve("06");
    Path missing = folder.resolve("missing.mp3");

    var lines = run(Example06ManySongs::main, out, missing, song);

    assertEquals(2, lines.size());
    assertTrue(lines.getFirst().endsWith("; the other songs go on"), lines.getFirst());
    assertEquals(song + ": 2 files", lines.getLast());
  }

  @Test
  void whatPlaysIsTakenApartInTime() throws Exception {
    assertEquals(List.of("1664 frames late", "0 late hops"), run(Example07WhileItPlays::main));
  }
}
