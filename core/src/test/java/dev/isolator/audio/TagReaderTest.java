package dev.isolator.audio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TagReaderTest {
  private static final DecodeLimits LIMITS = DecodeLimits.defaults();

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"tagged.mp3", "tagged.flac", "tagged.m4a", "tagged.opus"})
  void tagsAreTheSongsAndNotTheFiles(String song) throws AudioException {
    try (var decoder = Decoder.open(EncodedSongs.golden(song))) {
      var entries = new java.util.TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
      entries.putAll(decoder.tags().entries());

      assertEquals(
          Map.of("title", "Größe", "artist", "シ", "album", "A", "track", "3/9", "date", "1999"),
          Map.copyOf(entries));
    }
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"tagged.mp3", "tagged.flac", "tagged.m4a"})
  void coverIsTheOneOfTheFile(String song) throws AudioException {
    try (var decoder = Decoder.open(EncodedSongs.golden(song))) {
      var cover = decoder.tags().cover();

      assertNotNull(cover);
      assertEquals("image/png", cover.mimeType());
      assertArrayEquals(new byte[] {(byte) 0x89, 'P', 'N', 'G'}, Arrays.copyOf(cover.bytes(), 4));
      assertEquals(4067, EncodedSongs.all(decoder, 1000)[0].length, "the cover is no sound");
    }
  }

  @Test
  void pipeHasTheTagsThatStandAtItsStart() throws AudioException {
    try (var decoder =
        Decoder.open(EncodedSongs.pipe(EncodedSongs.bytes("tagged.mp3")), "-", LIMITS)) {
      assertEquals("Größe", decoder.tags().entries().get("title"));
      assertNotNull(decoder.tags().cover());
    }
  }

  @Test
  void tagsAtTheEndOfAFileAreFound() throws Exception {
    var wav = EncodedSongs.wav(1, 16, 1, 44100, EncodedSongs.s16(1, 2));
    var tagged = EncodedSongs.withTitleBehind(wav, "Last");
    var file = java.nio.file.Files.createTempFile("isolator", ".wav");
    try {
      java.nio.file.Files.write(file, tagged);
      try (var decoder = Decoder.open(file)) {
        assertEquals(Map.of("title", "Last"), decoder.tags().entries());
        assertEquals(2, EncodedSongs.all(decoder, 10)[0].length);
      }
    } finally {
      java.nio.file.Files.delete(file);
    }
  }

  @Test
  void whatDoesNotFitIsLeftOut() throws AudioException {
    var small = LIMITS.withMaxTagBytes(12).withMaxCoverBytes(10);
    try (var decoder = Decoder.open(EncodedSongs.golden("tagged.flac"), small)) {
      assertNull(decoder.tags().cover());
      assertEquals(1, decoder.tags().entries().size());
    }
  }

  @Test
  void songWithoutTagsHasNone() throws AudioException {
    try (var decoder = Decoder.open(EncodedSongs.golden("lame.mp3"))) {
      assertEquals(Tags.NONE, decoder.tags());
    }
  }
}
