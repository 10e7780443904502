package dev.isolator.audio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a damaged container has lost is silence in its place; a file that was cut short is refused.
/// The songs have an impulse each 3001 frames from frame 500 on (`make.sh`).
class DamagedContainerTest {
  @TempDir private Path folder;

  private Path file(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }

  private static float[][] all(Path file, List<String> notes, Gapless[] gapless)
      throws AudioException {
    try (var decoder = Decoder.open(file)) {
      var samples = EncodedSongs.all(decoder, 1000);
      notes.addAll(decoder.notes());
      gapless[0] = decoder.info().gapless();
      return samples;
    }
  }

  @ParameterizedTest(name = "{0}, bit flipped at {2} of its bytes")
  @CsvSource({
    "vorbis-pages.ogg, 88267, 0.65", "vorbis-pages.ogg, 88267, 0.75",
        "vorbis-pages.ogg, 88267, 0.85",
    "opus-pages.opus, 96013, 0.3", "opus-pages.opus, 96013, 0.55", "opus-pages.opus, 96013, 0.8",
    "flac-pages.ogg, 88267, 0.3", "flac-pages.ogg, 88267, 0.55", "flac-pages.ogg, 88267, 0.8"
  })
  void aDamagedOggPageIsSilenceOfItsLength(String song, int frames, double place)
      throws IOException {
    var bytes = EncodedSongs.bytes(song);
    bytes[(int) (place * bytes.length)] ^= 4;
    var notes = new java.util.ArrayList<String>();
    var gapless = new Gapless[1];

    var samples = all(file(song, bytes), notes, gapless);

    assertEquals(frames, samples[0].length);
    assertImpulsesOrSilence(EncodedSongs.all(EncodedSongs.golden(song))[0], samples[0], 12);
    assertEquals(1, notes.size(), notes.toString());
    assertTrue(
        notes
            .getFirst()
            .matches(
                "the file has lost 0\\.[0-9]{3} s of sound at 1 place; it came out as silence"),
        notes.toString());
    assertEquals(Gapless.UNKNOWN, gapless[0]);
  }

  @Test
  void aDamagedClusterOfWebmIsSilenceOfItsLength() throws IOException {
    var bytes = EncodedSongs.bytes("opus-clusters.webm");
    java.util.Arrays.fill(bytes, bytes.length / 2, bytes.length / 2 + 400, (byte) 0);
    var notes = new java.util.ArrayList<String>();
    var gapless = new Gapless[1];

    var samples = all(file("a.webm", bytes), notes, gapless);

    assertEquals(96_013, samples[0].length);
    assertImpulsesOrSilence(
        EncodedSongs.all(EncodedSongs.golden("opus-clusters.webm"))[0], samples[0], 20);
    assertTrue(notes.getFirst().startsWith("the file has lost 0."), notes.toString());
    assertEquals(Gapless.UNKNOWN, gapless[0]);
  }

  /// Every impulse stands at its place, but for some that were lost; nothing else is loud.
  private static void assertImpulsesOrSilence(float[] clean, float[] samples, int mostLost) {
    int lost = 0;
    for (int at = 500; at < samples.length - 200; at += 3001) {
      int loudest = loudest(samples, at);
      if (Math.abs(samples[loudest]) < 0.2) {
        lost++;
      } else {
        assertEquals(loudest(clean, at), loudest);
      }
    }
    assertTrue(lost >= 1 && lost <= mostLost, "impulses lost: " + lost);
  }

  private static int loudest(float[] samples, int around) {
    int loudest = around;
    for (int i = around - 200; i < around + 200; i++) {
      loudest = Math.abs(samples[i]) > Math.abs(samples[loudest]) ? i : loudest;
    }
    return loudest;
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "vorbis-pages.ogg",
    "opus-pages.opus",
    "flac-pages.ogg",
    "opus-clusters.webm",
    "opus.webm",
    "flac.mkv",
    "flac.mkv"
  })
  void aFileThatWasCutShortIsRefusedUnlessThatIsAllowed(String song) throws IOException {
    var bytes = EncodedSongs.bytes(song);
    Path cut = file(song, java.util.Arrays.copyOf(bytes, bytes.length * 2 / 3));

    var e = assertThrows(AudioException.class, () -> EncodedSongs.all(cut));

    assertTrue(
        String.valueOf(e.getMessage())
            .matches(
                "\\Q"
                    + cut
                    + "\\E: was cut short after [0-9]+ frames, expected a file as long as its container says; fetch it again, or pass --allow-truncated"),
        e.getMessage());
    var allowing = DecodeLimits.defaults().withTruncation(DecodeLimits.Truncation.ALLOW);
    try (var decoder = Decoder.open(cut, allowing)) {
      assertTrue(EncodedSongs.all(decoder, 1000)[0].length > 1000);
      assertEquals(List.of("the file was cut short: its end is missing"), decoder.notes());
      assertEquals(Gapless.UNKNOWN, decoder.info().gapless());
    }
  }

  @ParameterizedTest(name = "{0} twice")
  @CsvSource({"vorbis-pages.ogg, 88267", "opus-pages.opus, 96013", "flac-pages.ogg, 88267"})
  void allLinksOfAChainedOggAreDecodedInTheirPlace(String song, int frames) throws IOException {
    var bytes = EncodedSongs.bytes(song);
    var chained = new ByteArrayOutputStream();
    chained.write(bytes);
    chained.write(bytes);
    var once = EncodedSongs.all(EncodedSongs.golden(song));

    var twice = EncodedSongs.all(file("chained.ogg", chained.toByteArray()));

    assertEquals(2 * frames, twice[0].length);
    for (int i = 0; i < frames; i++) {
      assertEquals(once[0][i], twice[0][i]);
      assertEquals(once[0][i], twice[0][frames + i]);
    }
  }

  @Test
  void brokenPacketsAtTheEndOfALinkAreCounted() throws IOException {
    var first = EncodedSongs.bytes("vorbis-pages.ogg");
    int broken = breakLastPage(first);
    var chained = new ByteArrayOutputStream();
    chained.write(first);
    chained.write(EncodedSongs.bytes("vorbis-pages.ogg"));
    var notes = new java.util.ArrayList<String>();
    var gapless = new Gapless[1];

    all(file("chained.ogg", chained.toByteArray()), notes, gapless);

    assertTrue(broken > 1, "broken packets: " + broken);
    assertEquals(List.of(broken + " damaged pieces came out as silence"), notes);
    assertEquals(Gapless.UNKNOWN, gapless[0]);
  }

  /// Makes all packets of the last page undecodable: a Vorbis packet of sound begins with a bit 0.
  ///
  /// @return how many
  private static int breakLastPage(byte[] ogg) {
    int page = lastPage(ogg);
    int segments = ogg[page + 26] & 0xff;
    int at = page + 27 + segments;
    int packets = 0;
    boolean begins = true;
    for (int i = 0; i < segments; i++) {
      int length = ogg[page + 27 + i] & 0xff;
      if (begins) {
        ogg[at] |= 1;
        packets++;
      }
      begins = length < 255;
      at += length;
    }
    int crc = 0; // of the polynomial 0x04c11db7, its own field taken as 0
    for (int i = page; i < ogg.length; i++) {
      crc ^= (i >= page + 22 && i < page + 26 ? 0 : ogg[i] & 0xff) << 24;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc << 1) ^ (crc < 0 ? 0x04c1_1db7 : 0);
      }
    }
    java.nio.ByteBuffer.wrap(ogg).order(java.nio.ByteOrder.LITTLE_ENDIAN).putInt(page + 22, crc);
    return packets;
  }

  @Test
  void aLinkOfAnotherKindIsRefusedByName() throws IOException {
    var chained = new ByteArrayOutputStream();
    chained.write(EncodedSongs.bytes("opus-pages.opus"));
    chained.write(EncodedSongs.bytes("vorbis-pages.ogg"));
    Path file = file("chained.ogg", chained.toByteArray());

    var e = assertThrows(AudioException.class, () -> EncodedSongs.all(file));

    assertEquals(
        file
            + ": changes to 44100 Hz and 2 channels after 96013 frames, expected 48000 Hz and 2 channels to the end; convert it to wav first",
        e.getMessage());
  }

  @Test
  void aMissingEndOfStreamIsSaid() throws IOException {
    var bytes = EncodedSongs.bytes("opus-pages.opus");
    int last = lastPage(bytes);

    try (var decoder = Decoder.open(file("a.opus", java.util.Arrays.copyOf(bytes, last)))) {
      EncodedSongs.all(decoder, 1000);

      assertEquals(
          List.of("has no end-of-stream mark: it may have been cut short, or a recording stopped"),
          decoder.notes());
      assertEquals(Gapless.UNKNOWN, decoder.info().gapless());
    }
  }

  private static int lastPage(byte[] bytes) {
    for (int i = bytes.length - 4; ; i--) {
      if (bytes[i] == 'O' && bytes[i + 1] == 'g' && bytes[i + 2] == 'g' && bytes[i + 3] == 'S') {
        return i;
      }
    }
  }

  /// A tag of ID3v1 behind the sound is no damage.
  @ParameterizedTest(name = "{0}")
  @CsvSource({"flac.flac", "lame.mp3", "untagged.mp3", "vorbis-pages.ogg", "opus.webm"})
  void whatStandsBehindTheSoundIsNoDamage(String song) throws IOException {
    var bytes = EncodedSongs.bytes(song);
    var tailed = java.util.Arrays.copyOf(bytes, bytes.length + 128);
    System.arraycopy(new byte[] {'T', 'A', 'G'}, 0, tailed, bytes.length, 3);
    var clean = EncodedSongs.all(EncodedSongs.golden(song));
    var notes = new java.util.ArrayList<String>();

    var samples = all(file(song, tailed), notes, new Gapless[1]);

    assertEquals(clean[0].length, samples[0].length);
    assertEquals(List.of(), notes);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"sound.caf, caf, 22067", "sound.tta, tta, 22067", "sound.w64, w64, 22068"})
  void otherLosslessContainersAreExact(String song, String container, int frames)
      throws IOException { // the w64 counts its padding as a frame
    try (var decoder = Decoder.open(EncodedSongs.golden(song))) {
      assertEquals(container, decoder.info().container());
      assertEquals(Gapless.EXACT, decoder.info().gapless());
      var expected = EncodedSongs.all(EncodedSongs.golden("flac.flac"));
      var samples = EncodedSongs.all(decoder, 1000);
      assertEquals(frames, samples[0].length);
      assertEquals(expected[0][500], samples[0][500], 1e-4f); // 16 and 24 bits
      assertEquals(expected[1][500 + 3001], samples[1][500 + 3001], 1e-4f);
    }
  }

  @Test
  void aTrackThatIsNotThereIsRefusedWithThoseThatAre() {
    Path file = EncodedSongs.golden("video.mp4");
    var e =
        assertThrows(
            AudioException.class,
            () -> Decoder.open(file, DecodeLimits.defaults().withTrack("deu")));
    assertEquals(
        file
            + ": has no sound track of the language deu, found no language; choose one of them, or a number from 1 to 1",
        e.getMessage());
    var second =
        assertThrows(
            AudioException.class, () -> Decoder.open(file, DecodeLimits.defaults().withTrack("2")));
    assertEquals(
        file + ": has 1 sound track, expected at least 2; give a file with all of them",
        second.getMessage());
  }
}
