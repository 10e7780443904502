package dev.isolator.audio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.isolator.audio.AudioException.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is no song is refused with a sentence: file, expected, found, way out.
class BadInputTest {
  private static final String SOUND =
      "expected a sound file (such as wav, flac, mp3, ogg, m4a, aiff or wma) or a video; ";

  @TempDir Path folder;

  @Test
  void emptyFile() throws IOException {
    refused(
        Kind.UNSUPPORTED,
        "is empty (0 bytes), expected a sound file (such as wav, flac, mp3, ogg, m4a, aiff or wma) or a video; fetch it again",
        file("song.mp3", new byte[0]));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "song.mp3, 'Dear diary,\nI sang today.\n', 'is text', 'give a sound file'",
    "song.mp3, 'x', 'is text', 'give a sound file'",
    "song.wav, '<!doctype html><html><body>404 Größe</body></html>', 'is text', 'give a sound file'",
    "song.mp3, '#EXTM3U\n#EXT-X-VERSION:3\n#EXTINF:9,\nother.ts\n', 'is a playlist (m3u8)', 'playlists are never followed; give the songs in it'",
    "song.mp3, 'ffconcat version 1.0\nfile other.mp3\n', 'is a playlist (ffconcat)', 'playlists are never followed; give the songs in it'",
    "song.wav, '[playlist]\nFile1=http://localhost/a.mp3\n', 'is a playlist (pls)', 'playlists are never followed; give the songs in it'",
    "song.m4a, '<?xml version=\"1.0\"?><MPD><BaseURL>http://localhost/</BaseURL></MPD>', 'is markup (xml)', 'playlists are never followed; give the songs in it'",
  })
  void textAndPlaylists(String name, String text, String found, String wayOut) throws IOException {
    refused(
        Kind.UNSUPPORTED,
        found + ", " + SOUND + wayOut,
        file(name, text.getBytes(StandardCharsets.UTF_8)));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "504b030414000000, is a zip archive, unpack it first",
    "1f8b080000000000, is a gzip archive, unpack it first",
    "377abcaf271c0004, is a 7z archive, unpack it first",
    "526172211a070000, is a rar archive, unpack it first",
    "89504e470d0a1a0a, is a picture (png), give a sound file",
    "ffd8ffe000104a46, is a picture (jpeg), give a sound file",
    "4749463839610100, is a picture (gif), give a sound file",
    "255044462d312e37, is a document (pdf), give a sound file",
    "4d54686400000006, 'is a MIDI file: notes, not sound', render it to wav first",
    "0001020304050607, is of no known kind (starts with 0001020304050607), convert it to wav or flac first",
  })
  void otherKinds(String head, String found, String wayOut) throws IOException {
    var bytes = Arrays.copyOf(HexFormat.of().parseHex(head), 3000);

    refused(Kind.UNSUPPORTED, found + ", " + SOUND + wayOut, file("song.mp3", bytes));
  }

  @Test
  void noiseIsNoMp3() throws IOException {
    var noise = new byte[300_000];
    new Random(1).nextBytes(noise); // holds frame headers by chance
    var start = HexFormat.of().formatHex(noise, 0, 8);

    refused(
        Kind.UNSUPPORTED,
        "is of no known kind (starts with %s), %sconvert it to wav or flac first"
            .formatted(start, SOUND),
        file("song.mp3", noise));
  }

  @Test
  void folder() {
    refused(Kind.UNREADABLE, "is a folder, expected a sound file; give the files in it", folder);
  }

  @Test
  void missingFile() {
    refused(
        Kind.UNREADABLE,
        "no such file, expected a sound file; check the name",
        folder.resolve("-song 🎤.mp3"));
  }

  @Test
  void forbiddenFile() throws IOException {
    var file = file("song.mp3", EncodedSongs.bytes("lame.mp3"));
    assumeFalse(
        !file.toFile().setReadable(false) || Files.isReadable(file),
        "this user may read everything");

    refused(Kind.UNREADABLE, "may not be read (permission denied); ask for access", file);
  }

  @Test
  void videoWithoutSound() throws IOException {
    refused(
        Kind.UNSUPPORTED,
        "has no sound (1 video track, 0 sound tracks), expected at least 1 sound track; give a file with sound",
        file("song.mp4", EncodedSongs.bytes("silent.mp4")));
  }

  @ParameterizedTest(name = "{0} called {1}")
  @CsvSource({
    "lame.mp3, song.wav",
    "flac.flac, song.mp3",
    "index-last.m4a, song.ogg",
    "vorbis.ogg, -song 🎤.flac",
    "opus.webm, song.m3u8",
    "wma.wma, song",
    "aiff.aiff, ffconcat.txt"
  })
  void contentCountsAndNotTheName(String song, String name) throws IOException {
    assertArrayEquals(
        EncodedSongs.all(EncodedSongs.golden(song)),
        EncodedSongs.all(file(name, EncodedSongs.bytes(song))));
  }

  @ParameterizedTest(name = "{0} cut to {1} bytes")
  @CsvSource({
    "lame.mp3, 6000, 11567, 22067",
    "flac.flac, 14000, 18432, 22067",
    "index-first.m4a, 3000, 9216, 22050",
    "aiff.aiff, 9054, 2250, 4067",
    "alac.m4a, 30000, 0, 0",
  })
  void truncatedSongs(String song, int bytes, long decoded, long promised) throws IOException {
    var file = file(song, Arrays.copyOf(EncodedSongs.bytes(song), bytes));
    if (promised == 0) {
      refused(
          Kind.CORRUPT,
          "has a broken mov header (Invalid data found when processing input), expected a whole file; fetch it again",
          file);
      return;
    }

    refused(
        Kind.CORRUPT,
        "ends after %d of %d frames; fetch it again, or pass --allow-truncated"
            .formatted(decoded, promised),
        file);

    var allow = DecodeLimits.defaults().withTruncation(DecodeLimits.Truncation.ALLOW);
    try (var decoder = Decoder.open(file, allow)) {
      var part = EncodedSongs.all(decoder, 1000);
      assertEquals(decoded, part[0].length);
      assertEquals(promised - decoded, decoder.errors().missingFrames());
      var whole = EncodedSongs.all(EncodedSongs.golden(song));
      int same = Math.max(0, (int) decoded - 4608);
      assertArrayEquals(Arrays.copyOf(whole[0], same), Arrays.copyOf(part[0], same));
    }
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"untagged.mp3", "aac.aac"})
  void whereNoLengthIsDeclaredTheEndIsWhereTheDataEnds(String song) throws IOException {
    var bytes = EncodedSongs.bytes(song);
    var whole = EncodedSongs.all(EncodedSongs.golden(song));

    var part = EncodedSongs.all(file(song, Arrays.copyOf(bytes, bytes.length * 2 / 3)));

    assertTrue(part[0].length > 0 && part[0].length < whole[0].length, "" + part[0].length);
  }

  @Test
  void headerThatClaimsTwoToTheFortyFrames() throws IOException {
    var file =
        file(
            "song.wav",
            EncodedSongs.rf64(4L << 40, 16, 2, 44100, EncodedSongs.s16(1, 2, 3, 4, 5, 6)));

    refused(
        Kind.CORRUPT,
        "ends after 3 of 1099511627776 frames; fetch it again, or pass --allow-truncated",
        file);
  }

  @Test
  void wavWithoutLengthEndsWithItsData() throws IOException {
    var stream = EncodedSongs.wav(1, 16, 1, 44100, EncodedSongs.s16(1, 2, 3));
    Arrays.fill(stream, 40, 44, (byte) 0xff); // as ffmpeg writes into a pipe

    assertEquals(3, EncodedSongs.all(file("song.wav", stream))[0].length);
  }

  /// In flac.mkv the damage is within one packet; in flac.flac it takes the next one with it.
  @ParameterizedTest(name = "{0}")
  @CsvSource({"flac.mkv, 2500", "flac.flac, 11500", "flac.flac, 8300"})
  void damageBecomesSilenceOfItsLength(String song, int at) throws IOException {
    var bytes = EncodedSongs.bytes(song);
    for (int i = at; i < at + 10; i++) {
      bytes[i] ^= 0x55;
    }
    var whole = EncodedSongs.all(EncodedSongs.golden(song));

    try (var decoder = Decoder.open(file("song", bytes))) {
      var mended = EncodedSongs.all(decoder, 1000);

      assertTrue(decoder.errors().packets() >= 1);
      assertEquals(whole[0].length, mended[0].length);
      int different = 0;
      for (int i = 0; i < whole[0].length; i++) {
        if (whole[0][i] != mended[0][i]) {
          assertEquals(0, mended[0][i], "at " + i);
          different++;
        }
      }
      assertTrue(different >= 1 && different <= 4, "impulses lost: " + different);
    }
  }

  @Test
  void everyLimitIsNamed() throws IOException {
    var limits = DecodeLimits.defaults();
    var wav = file("song.wav", EncodedSongs.wav(1, 16, 2, 5999, new byte[4 * 20_000]));
    var high = file("high.wav", EncodedSongs.wav(1, 16, 1, 384_001, new byte[4]));
    var many = file("many.wav", EncodedSongs.wav(1, 16, 17, 44_100, new byte[68]));
    var video = EncodedSongs.golden("video.mp4");

    limited(
        wav,
        limits,
        "has a sample rate of 5999 Hz, expected 6000 (minSampleRate) to 384000 (maxSampleRate); convert it first");
    limited(
        high,
        limits,
        "has a sample rate of 384001 Hz, expected 6000 (minSampleRate) to 384000 (maxSampleRate); convert it first");
    limited(many, limits, "has 17 channels, expected 1 to 16 (maxChannels); convert it first");
    limited(
        wav,
        limits.withMinSampleRate(1000).withMaxSeconds(2),
        "is longer than 2 seconds (maxSeconds), expected at most that; cut it first");
    limited(
        video,
        limits.withMaxStreams(1),
        "has 2 streams, expected at most 1 (maxStreams); take the sound out of it first");
  }

  @Test
  void limitsThatMakeNoSenseAreRefused() {
    var e =
        assertThrows(
            IllegalArgumentException.class, () -> DecodeLimits.defaults().withMaxChannels(17));

    assertEquals("maxChannels must be from 1 to 16, was 17", e.getMessage());
  }

  private void limited(Path file, DecodeLimits limits, String message) {
    var e = assertThrows(AudioException.class, () -> read(file, limits));
    assertEquals(file + ": " + message, e.getMessage());
    assertEquals(Kind.LIMIT, e.kind());
  }

  private static void refused(Kind kind, String message, Path file) {
    var e = assertThrows(AudioException.class, () -> read(file, DecodeLimits.defaults()));
    assertEquals(file + ": " + message, e.getMessage());
    assertEquals(kind, e.kind());
    assertEquals(file.toString(), e.file());
  }

  private static void read(Path file, DecodeLimits limits) throws AudioException {
    try (var decoder = Decoder.open(file, limits)) {
      EncodedSongs.all(decoder, 1000);
    }
  }

  private Path file(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }
}
