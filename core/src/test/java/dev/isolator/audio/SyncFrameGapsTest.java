package dev.isolator.audio;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MP3;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Sound whose frames are neither numbered nor timed keeps its length and place where it is
/// damaged. The songs have an impulse each 3001 frames from frame 500 on (`make.sh`).
class SyncFrameGapsTest {
  @TempDir private Path folder;

  private Path file(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }

  @SuppressWarnings("ArrayRecordComponent") // a test's data, compared by element
  private record Decoded(float[][] samples, List<String> notes, AudioInfo info) {}

  private static Decoded decoded(Path file) throws AudioException {
    try (var decoder = Decoder.open(file)) {
      var samples = EncodedSongs.all(decoder, 1000);
      return new Decoded(samples, decoder.notes(), decoder.info());
    }
  }

  /// An mp3's frames in a wav: format 0x55, as sound editors of the nineties write it.
  private static byte[] mp3InWav(byte[] frames, int bytesPerSecond) {
    var out = ByteBuffer.allocate(58 + frames.length).order(ByteOrder.LITTLE_ENDIAN);
    out.put(EncodedSongs.ascii("RIFF")).putInt(50 + frames.length);
    out.put(EncodedSongs.ascii("WAVEfmt ")).putInt(30).putShort((short) 0x55).putShort((short) 2);
    out.putInt(44_100).putInt(bytesPerSecond).putShort((short) 1).putShort((short) 0);
    out.putShort((short) 12).putShort((short) 1).putInt(2).putShort((short) 417);
    out.putShort((short) 1).putShort((short) 1393);
    return out.put(EncodedSongs.ascii("data")).putInt(frames.length).put(frames).array();
  }

  /// The frames of an mp3 without the ID3 tag before them.
  private static byte[] frames(String name) {
    var bytes = EncodedSongs.bytes(name);
    int tag = (int) new FileHeader(Arrays.copyOf(bytes, 10)).id3Bytes();
    return Arrays.copyOfRange(bytes, tag, bytes.length);
  }

  private Path song(String name) throws IOException {
    return name.equals("mp3.wav")
        ? file("clean.wav", mp3InWav(frames("untagged.mp3"), 16_000))
        : EncodedSongs.golden(name);
  }

  @ParameterizedTest(name = "{0}: {2} bytes of {3} at {1}")
  @CsvSource({
    "untagged.mp3, 0.4, 900, 0",
    "untagged.mp3, 0.5, 1500, 0",
    "lame.mp3, 0.5, 1500, 0",
    "lame.mp3, 0.3, 2000, 55",
    "mp3.wav, 0.4, 900, 0",
    "mp3.wav, 0.5, 1500, 0",
    "frames.ac3, 0.3, 1500, 0",
    "frames.ac3, 0.7, 3000, 55"
  })
  void damagedFramesAreSilenceOfTheirLength(String name, double place, int count, int value)
      throws IOException {
    Path whole = song(name);
    var clean = EncodedSongs.all(whole);
    var bytes = Files.readAllBytes(whole);
    int at = (int) (place * bytes.length);
    Arrays.fill(bytes, at, at + count, (byte) value);

    var damaged = decoded(file("damaged-" + name, bytes));

    assertEquals(clean[0].length, damaged.samples[0].length);
    assertTrue(
        damaged.notes.stream().anyMatch(note -> note.contains(" s of sound at ")),
        damaged.notes.toString());
    assertEquals(Gapless.UNKNOWN, damaged.info.gapless());
    assertEndsAlike(clean[0], damaged.samples[0]);
  }

  /// Before the damage all is as it was, and behind it the last impulse stands at its place.
  private static void assertEndsAlike(float[] clean, float[] damaged) {
    for (int i = 0; i < clean.length / 5; i++) {
      assertEquals(clean[i], damaged[i], 1e-4f, "frame " + i);
    }
    int from = clean.length * 22 / 25;
    int last = loudest(clean, from);
    assertTrue(Math.abs(damaged[last]) > 0.1, "amplitude " + damaged[last]);
    assertEquals(last, loudest(damaged, from));
  }

  private static int loudest(float[] samples, int from) {
    int loudest = from;
    for (int i = from; i < samples.length; i++) {
      loudest = Math.abs(samples[i]) > Math.abs(samples[loudest]) ? i : loudest;
    }
    return loudest;
  }

  @Test
  void aDamagedFrameOfTtaIsSilenceOfItsLength() throws IOException {
    var clean = EncodedSongs.all(EncodedSongs.golden("frames.tta"));
    var bytes = EncodedSongs.bytes("frames.tta");
    Arrays.fill(bytes, bytes.length / 2, bytes.length / 2 + 300, (byte) 0);

    var damaged = decoded(file("a.tta", bytes));

    assertEquals(List.of("a damaged piece came out as silence"), damaged.notes);
    assertEquals(clean[0].length, damaged.samples[0].length);
    int second = 46_080; // the second of four frames
    assertArrayEquals(
        Arrays.copyOf(clean[0], second), Arrays.copyOf(damaged.samples[0], second), 0);
    assertArrayEquals(
        new float[second], Arrays.copyOfRange(damaged.samples[0], second, 2 * second), 0);
    assertArrayEquals(
        Arrays.copyOfRange(clean[0], 2 * second, clean[0].length),
        Arrays.copyOfRange(damaged.samples[0], 2 * second, clean[0].length),
        0);
  }

  /// Tags between two songs that somebody put together are no sound.
  @ParameterizedTest(name = "{0}")
  @CsvSource({"ID3v1", "ID3v2", "APE", "Lyrics3"})
  void aTagBetweenTwoSongsIsNoGap(String kind) throws IOException {
    var frames = frames("untagged.mp3");
    var joined = new ByteArrayOutputStream();
    joined.write(frames);
    joined.write(tag(kind));
    joined.write(frames);
    var plain = new ByteArrayOutputStream();
    plain.write(frames);
    plain.write(frames);
    var expected = EncodedSongs.all(file("plain.mp3", plain.toByteArray()));

    var song = decoded(file("joined.mp3", joined.toByteArray()));

    assertEquals(expected[0].length, song.samples[0].length);
    assertEquals(List.of(), song.notes);
  }

  private static byte[] tag(String kind) {
    return switch (kind) {
      case "ID3v1" -> Arrays.copyOf(EncodedSongs.ascii("TAG"), 128);
      case "long ID3v2" -> {
        var tag = Arrays.copyOf(tag("ID3v2"), 10 + 8 * 128);
        tag[8] = 8;
        yield tag;
      }
      case "ID3v2" -> {
        var tag = Arrays.copyOf(EncodedSongs.ascii("ID3"), 10 + 128);
        tag[3] = 4;
        tag[8] = 1; // times 128
        yield tag;
      }
      case "APE" -> {
        var tag = ByteBuffer.allocate(32 + 2000).order(ByteOrder.LITTLE_ENDIAN);
        tag.put(EncodedSongs.ascii("APETAGEX")).putInt(2000).putInt(2000).putInt(1);
        yield tag.putInt(1 << 29).array();
      }
      default -> EncodedSongs.ascii("LYRICSBEGIN" + "la ".repeat(500) + "001511LYRICS200");
    };
  }

  @Test
  void aFirstFrameOfAnotherChannelModeIsNotPassedOver() throws IOException {
    var bytes = frames("untagged.mp3");
    var clean = EncodedSongs.all(EncodedSongs.golden("untagged.mp3"));
    assertEquals(0x40, bytes[3] & 0xc0, "joint stereo");
    bytes[3] &= 0x0f; // plain stereo

    var song = decoded(file("a.mp3", bytes));

    assertEquals(clean[0].length, song.samples[0].length);
    int third = 2 * 1152; // the first frame sounds in the second one, too
    assertArrayEquals(
        Arrays.copyOfRange(clean[0], third, clean[0].length),
        Arrays.copyOfRange(song.samples[0], third, clean[0].length),
        0);
    assertEquals(List.of(), song.notes);
  }

  @Test
  void junkBeforeALameTagMovesNothing() throws IOException {
    var once = frames("lame.mp3");
    int tagBytes = 522; // 160 kbit/s
    assertEquals((byte) 0xff, once[tagBytes]);
    int copies = 10; // so many frames that the junk does not hide what kind of file it is
    ByteBuffer.wrap(once).putInt(44, copies * ByteBuffer.wrap(once).getInt(44));
    var song = new ByteArrayOutputStream();
    song.write(once, 0, tagBytes);
    for (int i = 0; i < copies; i++) {
      song.write(once, tagBytes, once.length - tagBytes);
    }
    var moved = new ByteArrayOutputStream();
    for (int i = 0; i < 700; i++) {
      moved.write(i * 37 % 200);
    }
    moved.write(song.toByteArray());
    var expected = decoded(file("clean.mp3", song.toByteArray()));

    var found = decoded(file("junk.mp3", moved.toByteArray()));

    assertArrayEquals(expected.samples[0], found.samples[0], 0);
    assertEquals(Gapless.EXACT, found.info.gapless());
  }

  @Test
  void anMp3ShorterThanItsVbriTagSaysIsRefused() throws IOException {
    var frames = frames("untagged.mp3");
    var tag = new byte[417];
    System.arraycopy(frames, 0, tag, 0, 4);
    tag[2] &= (byte) 0xfd; // without padding
    ByteBuffer.wrap(tag).position(36).put(EncodedSongs.ascii("VBRI")).putInt(50, 1000);
    var song = new ByteArrayOutputStream();
    song.write(tag);
    song.write(frames);
    Path file = file("a.mp3", song.toByteArray());

    var e = assertThrows(AudioException.class, () -> EncodedSongs.all(file));

    assertTrue(
        String.valueOf(e.getMessage())
            .matches("\\Q" + file + "\\E: ends after [0-9]+ of 1152000 frames; .*"),
        e.getMessage());
  }

  @Test
  void aHeaderThatDeclaresTooLittleIsNoted() throws IOException {
    var bytes = EncodedSongs.bytes("flac.flac");
    ByteBuffer.wrap(bytes).putInt(8 + 14, 20_000); // the lower 32 of the 36 bits of streaminfo

    var song = decoded(file("a.flac", bytes));

    assertEquals(22_067, song.samples[0].length);
    assertEquals(
        List.of("goes on for 2067 frames after the end that its header states; all of it came out"),
        song.notes);
    assertEquals(Gapless.UNKNOWN, song.info.gapless());
  }

  @Test
  void twoTaggedMp3sInOneFileAreNoted() throws IOException {
    var twice = new ByteArrayOutputStream();
    twice.write(EncodedSongs.bytes("lame.mp3"));
    twice.write(EncodedSongs.bytes("lame.mp3"));

    var song = decoded(file("twice.mp3", twice.toByteArray()));

    assertTrue(song.samples[0].length >= 2 * 22_067, "frames: " + song.samples[0].length);
    assertTrue(song.notes.getLast().startsWith("goes on for "), song.notes.toString());
    assertEquals(Gapless.UNKNOWN, song.info.gapless());
  }

  @ParameterizedTest(name = "{0} from a {2}")
  @CsvSource({"six.wv, 6, file", "six.wv, 6, pipe", "packets.caf, 2, file", "packets.caf, 2, pipe"})
  void containersWithTheirTablesElsewhereAreReadOutOfOrder(String name, int channels, String from)
      throws IOException {
    try (var decoder =
        from.equals("file")
            ? Decoder.open(EncodedSongs.golden(name))
            : Decoder.open(
                EncodedSongs.pipe(EncodedSongs.bytes(name)), "-", DecodeLimits.defaults())) {
      assertEquals(channels, decoder.info().layout().count());
      var samples = EncodedSongs.all(decoder, 1000);
      assertEquals(4067, samples[0].length);
      assertEquals(0.8, samples[0][500], 1e-4);
      assertEquals(-0.8, samples[1][3501], 1e-4);
      assertEquals(Gapless.EXACT, decoder.info().gapless());
    }
  }

  @Test
  void freeFormatIsRefusedByName() throws IOException {
    var bytes = new byte[4000];
    System.arraycopy(new byte[] {(byte) 0xff, (byte) 0xfb, 0, 0x64}, 0, bytes, 0, 4);
    Path file = file("a.mp3", bytes);

    var e = assertThrows(AudioException.class, () -> Decoder.open(file));

    assertEquals(
        file
            + ": is MPEG audio in free format (its header states no bit rate), expected "
            + "a sound file (such as wav, flac, mp3, ogg, m4a, aiff or wma) or a video; convert it to wav or flac first",
        e.getMessage());
  }

  /// FFmpeg takes so few bytes for nothing that it knows, or for a video.
  @ParameterizedTest(name = "{0}")
  @CsvSource({"no tag", "ID3v1", "ID3v2", "long ID3v2", "APE"})
  void oneFrameOfMp3IsNoSong(String tag) throws IOException {
    var song = new ByteArrayOutputStream();
    if (tag.endsWith("ID3v2")) {
      song.write(tag(tag));
    }
    var frame = new byte[192]; // 64 kbit/s at 48 kHz
    new Random(1).nextBytes(frame);
    ByteBuffer.wrap(frame).putInt(0xfffb_54c4);
    song.write(frame);
    if (tag.equals("ID3v1") || tag.equals("APE")) {
      song.write(tag(tag));
    }
    Path file = file("a.mp3", song.toByteArray());

    var e = assertThrows(AudioException.class, () -> Decoder.open(file));

    assertEquals(
        file
            + ": holds no two frames of MPEG audio in a row, expected at least two; fetch it again",
        e.getMessage());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"no tag", "ID3v1", "ID3v2"})
  void twoFramesOfMp3AreASong(String tag) throws IOException {
    var song = new ByteArrayOutputStream();
    if (tag.equals("ID3v2")) {
      song.write(tag(tag));
    }
    var frames = frames("untagged.mp3");
    int first = SyncFrame.bytes(AV_CODEC_ID_MP3, ByteBuffer.wrap(frames), 0);
    song.write(frames, 0, first + SyncFrame.bytes(AV_CODEC_ID_MP3, ByteBuffer.wrap(frames), first));
    if (tag.equals("ID3v1")) {
      song.write(tag(tag));
    }

    assertEquals(2304, EncodedSongs.all(file("a.mp3", song.toByteArray()))[0].length);
  }
}
