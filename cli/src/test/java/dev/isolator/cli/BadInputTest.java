package dev.isolator.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a user sees of a bad file: one line that names it, an exit code, and nothing left behind.
class BadInputTest {
  private static final String SONGS =
      "expected a sound file (such as wav, flac, mp3, ogg, m4a, aiff or wma) or a video; ";

  @TempDir private Path folder = Path.of("replaced");

  @Test
  void emptyFile() throws IOException {
    var file = Files.createFile(folder.resolve("empty.mp3"));

    refused(file, "is empty (0 bytes), " + SONGS + "fetch it again", ExitCode.UNSUPPORTED);
  }

  @Test
  void text() throws IOException {
    var file = Files.writeString(folder.resolve("text.wav"), "Not a song, but some lines\nof text");

    refused(file, "is text, " + SONGS + "give a sound file", ExitCode.UNSUPPORTED);
  }

  @Test
  void zipArchive() throws IOException {
    var file = folder.resolve("songs.mp3");
    try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.putNextEntry(new ZipEntry("song.mp3"));
      zip.write(new byte[100]);
    }

    refused(file, "is a zip archive, " + SONGS + "unpack it first", ExitCode.UNSUPPORTED);
  }

  @Test
  void image() throws IOException {
    var file = folder.resolve("cover.mp3");
    ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), "png", file.toFile());

    refused(file, "is a picture (png), " + SONGS + "give a sound file", ExitCode.UNSUPPORTED);
  }

  @Test
  void videoWithoutSound() throws IOException {
    var file = folder.resolve("film.mp4");
    try (var video =
        Objects.requireNonNull(BadInputTest.class.getResourceAsStream("video-without-sound.mp4"))) {
      Files.copy(video, file);
    }

    refused(
        file,
        "has no sound (1 video track, 0 sound tracks), expected at least 1 sound track; give a file with sound",
        ExitCode.UNSUPPORTED);
  }

  @ParameterizedTest
  @CsvSource({
    "'#EXTM3U\n#EXTINF:10,\nsecret.wav\n', m3u8",
    "'#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nhttp://127.0.0.1/x.ts\n', m3u8",
    "'ffconcat version 1.0\nfile secret.wav\n', ffconcat",
  })
  void playlistNamedLikeASongOpensNothingElse(String playlist, String kind) throws IOException {
    WavFile.song(folder.resolve("secret.wav"), 0.1);
    var file = Files.writeString(folder.resolve("list.mp3"), playlist);

    refused(
        file,
        "is a playlist (%s), %splaylists are never followed; give the songs in it"
            .formatted(kind, SONGS),
        ExitCode.UNSUPPORTED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"wav", "flac", "mp3"})
  void truncatedSongSaysHowMuchIsThereAndIsTakenIfTheUserAllows(String format) throws IOException {
    var whole = made(format);
    var bytes = Files.readAllBytes(whole);
    var file = folder.resolve("cut." + format);
    Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));

    var run = Run.isolator("separate", file, "-o", folder.resolve("out"));

    assertTrue(
        run.err()
            .matches(
                "isolator: \\Q%s\\E: ends after \\d+ of 44100 frames; fetch it again, or pass --allow-truncated\n"
                    .formatted(file)),
        run.err());
    assertEquals("", run.out());
    assertEquals(ExitCode.CORRUPT.number(), run.code());
    assertFalse(Files.exists(folder.resolve("out")), "nothing is left behind");

    var allowed = Run.isolator("separate", "--allow-truncated", file, "-o", folder.resolve("out"));

    assertEquals("", allowed.err());
    assertTrue(
        allowed.out().matches("(?s).*; ends \\d+ frames before its header says\n"), allowed.out());
    long frames = WavFile.frames(folder.resolve("out/cut/vocals.wav"));
    assertTrue(frames > 15_000 && frames < 30_000, "" + frames);
  }

  @Test
  void truncatedM4aLacksItsIndex() throws IOException {
    var bytes = Files.readAllBytes(made("m4a"));
    var file = folder.resolve("cut.m4a");
    Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));

    refused(
        file,
        "has a broken mov header (Invalid data found when processing input), expected a whole file; fetch it again",
        ExitCode.CORRUPT);
  }

  @Test
  void wrongEndingDoesNotMatter() throws IOException {
    var file = Files.copy(made("flac"), folder.resolve("song.mp3"));

    var run = Run.isolator("separate", file, "-o", folder.resolve("out"));

    assertEquals("", run.err());
    assertEquals(44_100, WavFile.frames(folder.resolve("out/song/music.wav")));
  }

  @Test
  void missingFile() {
    refused(
        folder.resolve("nothing.mp3"),
        "no such file, expected a sound file; check the name",
        ExitCode.UNREADABLE);
  }

  @Test
  void folderWithoutSongs() throws IOException {
    var empty = Files.createDirectory(folder.resolve("empty"));

    var run = Run.isolator("separate", empty, "-o", folder.resolve("out"));

    assertTrue(
        run.err().startsWith("isolator: " + empty + ": expected songs in this folder, found none"),
        run.err());
    assertEquals(ExitCode.UNREADABLE.number(), run.code());
  }

  @Test
  void fileWithoutPermission() throws IOException {
    assumeTrue(
        Files.getFileStore(folder).supportsFileAttributeView("posix"), "no permissions here");
    var file = WavFile.song(folder.resolve("song.wav"), 0.1);
    Files.setPosixFilePermissions(file, Set.of());
    assumeTrue(!Files.isReadable(file), "the administrator may read everything");

    refused(file, "may not be read (permission denied); ask for access", ExitCode.UNREADABLE);
  }

  @Test
  void outputFolderWithoutPermission() throws IOException {
    assumeTrue(
        Files.getFileStore(folder).supportsFileAttributeView("posix"), "no permissions here");
    var file = WavFile.song(folder.resolve("song.wav"), 0.1);
    var out = Files.createDirectory(folder.resolve("locked"));
    Files.setPosixFilePermissions(
        out, Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_EXECUTE));
    assumeTrue(!Files.isWritable(out), "the administrator may write everything");

    var run = Run.isolator("separate", file, "-o", out);

    assertEquals(
        "isolator: %s: %s: cannot be written: no permission; choose another output folder\n"
            .formatted(file, out.resolve("song/vocals.wav")),
        run.err());
    assertEquals(ExitCode.UNWRITABLE.number(), run.code());
    Files.setPosixFilePermissions(out, Set.of(PosixFilePermission.values()));
    assertEquals(0, SeparateTest.files(out).size());
  }

  @Test
  void outputFolderThatIsAFile() throws IOException {
    var file = WavFile.song(folder.resolve("song.wav"), 0.1);
    var out = Files.writeString(folder.resolve("out"), "mine");

    var run = Run.isolator("separate", file, "-o", out);

    assertTrue(run.err().startsWith("isolator: "), run.err());
    assertTrue(run.err().contains(out.toString()), run.err());
    assertEquals(1, run.err().lines().count(), run.err());
    assertEquals(ExitCode.UNWRITABLE.number(), run.code());
    assertEquals("mine", Files.readString(out));
  }

  @ParameterizedTest(name = "{0} frames")
  @ValueSource(ints = {0, 1})
  void hardlyASong(int frames) throws IOException {
    var file = WavFile.song(folder.resolve("short.wav"), 44_100, 2, frames, 1);

    separated(file, frames);
  }

  @Test
  void silence() throws IOException {
    var file = WavFile.ofFloats(folder.resolve("silence.wav"), 44_100, 1, new float[4410]);

    separated(file, 4410);
  }

  @Test
  void whatIsNoNumberIsSilenceAndCounted() throws IOException {
    var samples = new float[2000];
    samples[7] = Float.NaN;
    samples[8] = Float.POSITIVE_INFINITY;
    samples[9] = Float.NEGATIVE_INFINITY;
    var file = WavFile.ofFloats(folder.resolve("nan.wav"), 48_000, 2, samples);

    var run = separated(file, 1000);

    assertTrue(
        run.out().endsWith("; 3 samples were not numbers and were taken as silence\n"), run.out());
  }

  @Test
  void sampleBeyondAllSoundIsSilenceAndNoted() throws IOException {
    var samples = new float[2000];
    samples[7] = 1e38f;
    var file = WavFile.ofFloats(folder.resolve("huge.wav"), 48_000, 2, samples);

    var run = separated(file, 1000);

    assertTrue(
        run.out()
            .endsWith(
                "; 1 sample was more than 240 dB over full scale, which is no sound, and was taken"
                    + " as silence\n"),
        run.out());
  }

  @ParameterizedTest(name = "{0} Hz")
  @ValueSource(ints = {1000, 6000, 352_800, 384_000, 768_000})
  void rateThatItsOptionAllows(int rate) throws IOException {
    var file = WavFile.song(folder.resolve("song.wav"), rate, 1, rate / 4, 1);
    var out = folder.resolve("out");

    var run =
        Run.isolator(
            "separate", "--min-sample-rate", 1000, "--max-sample-rate", 768_000, file, "-o", out);

    assertEquals("", run.err());
    assertEquals(rate / 4, WavFile.frames(out.resolve("song/vocals.wav")));
  }

  @Test
  void namedPipeIsReadLikeAPipe() throws Exception {
    var file = WavFile.song(folder.resolve("song.wav"), 0.5);
    var pipe = folder.resolve("pipe");
    assumeTrue(isMade(pipe), "no mkfifo here");
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              try {
                Files.write(pipe, Files.readAllBytes(file));
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });

    separated(pipe, 22_050);
  }

  private static boolean isMade(Path pipe) throws InterruptedException {
    try {
      return new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void memoryThatIsNotThereIsOneLine() {
    assertEquals(ExitCode.LIMIT, ExitCode.of(new OutOfMemoryError("Java heap space")));
    assertEquals(
        "there is not enough memory (Java heap space; Java may use %d MB); give it more: ISOLATOR_JVM_OPTIONS=-Xmx2g"
            .formatted(Runtime.getRuntime().maxMemory() >> 20),
        ErrorMessages.message(new OutOfMemoryError("Java heap space")));
  }

  @Test
  void libraryThatCannotBeLoadedIsOneLine() {
    var failure =
        new ExceptionInInitializerError(new UnsatisfiedLinkError("no jniavutil\nin the path"));

    assertEquals(
        "a library of the program cannot be loaded (java.lang.UnsatisfiedLinkError: no jniavutil in the path); isolator doctor shows which; unpack or build the program again",
        ErrorMessages.message(failure));
  }

  @Test
  void modelThatIsMissingIsALineOfJsonForEachSong() throws IOException {
    var first = WavFile.song(folder.resolve("a.wav"), 0.1);
    var second = WavFile.song(folder.resolve("b.wav"), 0.1);

    var run = Run.isolator("separate", "--json", "--model", "nothing", first, second);

    assertEquals(2, run.out().lines().filter(line -> line.contains("\"kind\":\"model\"")).count());
    assertEquals(2, run.err().lines().count(), run.err());
    assertEquals(ExitCode.MODEL.number(), run.code());
  }

  @ParameterizedTest(name = "{0} Hz, {1} channels")
  @CsvSource({"6000, 1", "384000, 2", "44100, 16", "11025, 2"})
  void unusualSong(int rate, int channels) throws IOException {
    var file = WavFile.song(folder.resolve("song.wav"), rate, channels, rate / 4, 1);

    separated(file, rate / 4);
  }

  @ParameterizedTest(name = "{0} Hz")
  @ValueSource(ints = {4000, 500_000})
  void rateOutsideTheLimits(int rate) throws IOException {
    var file = WavFile.song(folder.resolve("song.wav"), rate, 1, 1000, 1);

    refused(
        file,
        "has a sample rate of %d Hz, expected 6000 (--min-sample-rate) to 384000 (--max-sample-rate); convert it first"
            .formatted(rate),
        ExitCode.LIMIT);
  }

  @Test
  void songLongerThanTheLimit() throws IOException {
    var file = WavFile.song(folder.resolve("song.wav"), 2.5);

    var run = Run.isolator("separate", "--max-seconds", "0:02", file, "-o", folder.resolve("out"));

    assertEquals(
        "isolator: %s: is longer than 2 seconds (--max-seconds), expected at most that; cut it first\n"
            .formatted(file),
        run.err());
    assertEquals(ExitCode.LIMIT.number(), run.code());
    assertFalse(Files.exists(folder.resolve("out")), "nothing is left behind");
  }

  @Test
  void headerThatClaimsATrillionFramesCostsNothing() throws IOException {
    var file = folder.resolve("huge.wav");
    var wav = ByteBuffer.allocate(80 + 4000).order(ByteOrder.LITTLE_ENDIAN);
    wav.put(ascii("RF64")).putInt(-1).put(ascii("WAVEds64")).putInt(28);
    wav.putLong(4L << 40).putLong(4L << 40).putLong(1L << 40).putInt(0);
    wav.put(ascii("fmt ")).putInt(16).putShort((short) 1).putShort((short) 2).putInt(44_100);
    wav.putInt(176_400).putShort((short) 4).putShort((short) 16).put(ascii("data")).putInt(-1);
    Files.write(file, wav.array());

    refused(
        file,
        "ends after 1000 of 1099511627776 frames; fetch it again, or pass --allow-truncated",
        ExitCode.CORRUPT);
  }

  /// Checks that a file ends in this line and code, and that nothing was written.
  private void refused(Path file, String message, ExitCode code) {
    var out = folder.resolve("out");

    var run = Run.isolator("separate", file, "-o", out);

    assertEquals("isolator: " + file + ": " + message + "\n", run.err());
    assertEquals("", run.out());
    assertEquals(code.number(), run.code());
    assertFalse(Files.exists(out), "nothing is left behind");
  }

  /// Checks that a file comes out whole.
  private Run separated(Path file, long frames) throws IOException {
    var out = folder.resolve("out");
    var name = file.getFileName().toString().replace(".wav", "");

    var run = Run.isolator("separate", file, "-o", out);

    assertEquals("", run.err());
    assertEquals(0, run.code());
    assertEquals(frames, WavFile.frames(out.resolve(name).resolve("vocals.wav")));
    assertEquals(frames, WavFile.frames(out.resolve(name).resolve("music.wav")));
    return run;
  }

  /// A song of a second in a format of ours.
  private Path made(String format) throws IOException {
    var wav = WavFile.song(folder.resolve("whole.wav"), 1);
    if (format.equals("wav")) {
      return wav;
    }
    var run =
        Run.isolator(
            "separate", "--keep", "music", "--format", format, wav, "-o", folder.resolve("made"));
    assertEquals("", run.err());
    return folder.resolve("made/whole/music." + format);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
