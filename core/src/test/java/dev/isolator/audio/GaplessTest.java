package dev.isolator.audio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// An impulse comes out where it went in, and the song is as long as the original. `make.sh` beside
/// the songs made them, with an impulse each 3001 frames from frame 500 on.
class GaplessTest {
  private static final int FIRST = 500;
  private static final int EVERY = 3001;

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "lame.mp3, 22067, 44100",
    "lame-22050.mp3, 11033, 22050",
    "index-last.m4a, 22067, 44100",
    "index-first.m4a, 22067, 44100",
    "alac.m4a, 22067, 44100",
    "opus.opus, 24013, 48000",
    "opus.webm, 24013, 48000",
    "opus-8.mp4, 24013, 48000",
    "vorbis.ogg, 22067, 44100",
    "flac.flac, 22067, 44100",
    "flac.mkv, 22067, 44100",
    "flac.ogg, 22067, 44100",
    "aiff.aiff, 4067, 44100",
    "video.mp4, 22067, 44100",
    "video.mkv, 24013, 48000",
  })
  void impulsesComeOutWhereTheyWentIn(String song, int frames, int rate) throws AudioException {
    try (var decoder = Decoder.open(EncodedSongs.golden(song))) {
      assertEquals(Gapless.EXACT, decoder.info().gapless());
      assertEquals(rate, decoder.info().sampleRate());
      var samples = EncodedSongs.all(decoder, 1000);

      assertEquals(frames, samples[0].length, "frames");
      assertImpulsesFrom(FIRST, samples);
      assertEquals(DecodeErrors.NONE, decoder.errors());
    }
  }

  /// As iTunes writes it: delay, padding and the original's frames, in hex.
  @Test
  void itunesNoteIsTakenAtItsWord() throws AudioException {
    var song =
        EncodedSongs.withItunesNote(
            EncodedSongs.bytes("index-last.m4a"),
            " 00000000 00000400 000002D0 00000000000055F0 00000000");
    try (var decoder = Decoder.open(EncodedSongs.pipe(song), "-", DecodeLimits.defaults())) {
      assertEquals(Gapless.EXACT, decoder.info().gapless());
      var samples = EncodedSongs.all(decoder, 1000);

      assertEquals(0x55f0, samples[0].length);
      assertImpulsesFrom(FIRST, samples);
      assertEquals(Tags.NONE, decoder.tags());
    }
  }

  /// Where only the start is stored, the start is right and the end is not promised.
  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"vorbis.webm", "aac-8.mkv", "lame-8.mkv"})
  void startIsRightWhereMatroskaStoresIt(String song) throws AudioException {
    try (var decoder = Decoder.open(EncodedSongs.golden(song))) {
      assertEquals(Gapless.UNKNOWN, decoder.info().gapless());
      assertImpulsesFrom(FIRST, EncodedSongs.all(decoder, 1000));
    }
  }

  /// The delays are those of the encoders: nothing in the file tells them.
  @ParameterizedTest(name = "{0} comes {1} frames late")
  @CsvSource({"untagged.mp3, 1105", "aac.aac, 1024"})
  void withoutGaplessDataTheInfoSaysSo(String song, int late) throws AudioException {
    try (var decoder = Decoder.open(EncodedSongs.golden(song))) {
      assertEquals(Gapless.UNKNOWN, decoder.info().gapless());
      assertImpulsesFrom(FIRST + late, EncodedSongs.all(decoder, 1000));
    }
  }

  @Test
  void wmaIsDecodedButItsPlaceIsUnknown() throws AudioException {
    try (var decoder = Decoder.open(EncodedSongs.golden("wma.wma"))) {
      assertEquals(Gapless.UNKNOWN, decoder.info().gapless());
      assertEquals("wmav2", decoder.info().codec());
      assertEquals(
          10 * 2048, EncodedSongs.all(decoder, 1000)[0].length); // packets; the first is lost
    }
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"lame.mp3", "index-last.m4a", "vorbis.ogg", "opus.webm", "flac.flac"})
  void skippedFramesAreTheOnesThatWouldHaveBeenRead(String song) throws AudioException {
    var whole = EncodedSongs.all(EncodedSongs.golden(song));
    for (long skip : new long[] {0, 1, 1151, 1153, 10_000, whole[0].length}) {
      try (var decoder = Decoder.open(EncodedSongs.golden(song))) {
        assertEquals(skip, decoder.skip(skip));
        var rest = EncodedSongs.all(decoder, 777);

        for (int c = 0; c < whole.length; c++) {
          var expected = java.util.Arrays.copyOfRange(whole[c], (int) skip, whole[c].length);
          assertArrayEquals(expected, rest[c], "channel " + c + " after " + skip);
        }
      }
    }
  }

  @Test
  void skippingPastTheEndStopsThere() throws AudioException {
    try (var decoder = Decoder.open(EncodedSongs.golden("lame.mp3"))) {
      assertEquals(22067, decoder.skip(1 << 30));
      assertEquals(-1, decoder.read(new float[2][10], 10));
      assertEquals(-1, decoder.read(new float[2][10], 10));
    }
  }

  /// Every impulse is the largest sample for 200 frames around, at exactly its place.
  private static void assertImpulsesFrom(int first, float[][] samples) {
    int impulses = 0;
    for (int at = first; at < samples[0].length - 200; at += EVERY, impulses++) {
      int loudest = at;
      for (int i = Math.max(0, at - 200); i < at + 200; i++) {
        if (Math.abs(samples[0][i]) > Math.abs(samples[0][loudest])) {
          loudest = i;
        }
      }
      assertEquals(at, loudest, "impulse " + impulses);
      assertTrue(samples[0][at] > 0.3f && samples[1][at] < -0.3f, "both channels at " + at);
    }
    assertTrue(impulses >= 2, "impulses " + impulses);
  }
}
