package dev.isolator.audio;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MP3;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An AVI file whose chunks are damaged keeps its length and place by its index.
class DamagedAviTest {
  private static final int HEADERS = 12 + 8 + 4 + 64 + 8 + 4 + 64; // before strf

  @TempDir private Path folder;

  /// Sound alone, a chunk each, and their index.
  ///
  /// @param scale length of a unit, in 1/44100 s
  /// @param count of units
  /// @param sampleSize in bytes, 0 where each chunk is one unit
  private static byte[] avi(
      List<byte[]> chunks, byte[] strf, int scale, int count, int sampleSize) {
    int movi = 4 + chunks.stream().mapToInt(DamagedAviTest::chunkBytes).sum();
    int header = HEADERS + 8 + strf.length;
    var out =
        ByteBuffer.allocate(header + 8 + movi + 8 + 16 * chunks.size())
            .order(ByteOrder.LITTLE_ENDIAN);
    out.put(EncodedSongs.ascii("RIFF")).putInt(out.capacity() - 8).put(EncodedSongs.ascii("AVI "));
    out.put(EncodedSongs.ascii("LIST")).putInt(header - 20).put(EncodedSongs.ascii("hdrl"));
    out.put(EncodedSongs.ascii("avih")).putInt(56).putInt(0).putInt(0).putInt(0).putInt(0x10);
    out.putInt(0).putInt(0).putInt(1).position(out.position() + 28);
    out.put(EncodedSongs.ascii("LIST")).putInt(4 + 64 + 8 + strf.length);
    out.put(EncodedSongs.ascii("strl")).put(EncodedSongs.ascii("strh")).putInt(56);
    out.put(EncodedSongs.ascii("auds")).putInt(1).putInt(0).putInt(0).putInt(0);
    out.putInt(scale).putInt(44_100).putInt(0).putInt(count).putInt(0).putInt(-1);
    out.putInt(sampleSize).putLong(0);
    out.put(EncodedSongs.ascii("strf")).putInt(strf.length).put(strf);
    out.put(EncodedSongs.ascii("LIST")).putInt(movi).put(EncodedSongs.ascii("movi"));
    var index = ByteBuffer.allocate(16 * chunks.size()).order(ByteOrder.LITTLE_ENDIAN);
    int at = 4;
    for (byte[] chunk : chunks) {
      out.put(EncodedSongs.ascii("00wb")).putInt(chunk.length).put(chunk);
      out.position(out.position() + chunk.length % 2);
      index.put(EncodedSongs.ascii("00wb")).putInt(0x10).putInt(at).putInt(chunk.length);
      at += chunkBytes(chunk);
    }
    return out.put(EncodedSongs.ascii("idx1")).putInt(index.capacity()).put(index.array()).array();
  }

  private static int chunkBytes(byte[] chunk) {
    return 8 + chunk.length + chunk.length % 2;
  }

  private static byte[] strf(int format, int bytesPerSecond, int align, int bits, byte... extra) {
    var out = ByteBuffer.allocate(18 + extra.length).order(ByteOrder.LITTLE_ENDIAN);
    out.putShort((short) format).putShort((short) 2).putInt(44_100).putInt(bytesPerSecond);
    out.putShort((short) align).putShort((short) bits).putShort((short) extra.length);
    return out.put(extra).array();
  }

  /// A hundred frames of mp3, a chunk each.
  private static byte[] mp3() {
    var bytes = EncodedSongs.bytes("untagged.mp3");
    int at = (int) new FileHeader(Arrays.copyOf(bytes, 10)).id3Bytes();
    var chunks = new ArrayList<byte[]>();
    int length;
    while ((length = SyncFrame.bytes(AV_CODEC_ID_MP3, ByteBuffer.wrap(bytes), at)) > 0) {
      chunks.add(Arrays.copyOfRange(bytes, at, at + length));
      at += length;
    }
    while (chunks.size() < 100) {
      chunks.add(chunks.get(chunks.size() % 19));
    }
    byte[] extra = {1, 0, 2, 0, 0, 0, (byte) 0xa1, 1, 1, 0, 0x71, 5};
    return avi(chunks, strf(0x55, 16_000, 1152, 0, extra), 1152, chunks.size(), 0);
  }

  /// 40 chunks of 1000 samples.
  private static byte[] pcm() {
    var chunks = new ArrayList<byte[]>();
    for (int i = 0; i < 40; i++) {
      var chunk = new byte[4000];
      for (int k = 0; k < chunk.length; k++) {
        chunk[k] = (byte) (1 + (i * 4000 + k) * 31 % 120);
      }
      chunks.add(chunk);
    }
    return avi(chunks, strf(1, 4 * 44_100, 4, 16), 1, 40_000, 4);
  }

  private float[] decoded(byte[] song, String... notes) throws IOException {
    Path file = Files.write(folder.resolve("song.avi"), song);
    try (var decoder = Decoder.open(file)) {
      var samples = EncodedSongs.all(decoder, 1000);
      assertEquals(List.of(notes), decoder.notes());
      assertEquals(notes.length > 0, decoder.errors().any());
      return samples[0];
    }
  }

  private static int chunk(byte[] avi, int number) {
    int at = -1;
    for (int i = 0; i <= number; i++) {
      do {
        at++;
      } while (avi[at] != '0' || avi[at + 1] != '0' || avi[at + 2] != 'w' || avi[at + 3] != 'b');
    }
    return at;
  }

  @Test
  void damagedChunksOfMp3AreSilenceOfTheirLength() throws IOException {
    var song = mp3();
    var clean = decoded(song);
    int at = chunk(song, 50);
    Arrays.fill(song, at, chunk(song, 53), (byte) 0);

    var damaged =
        decoded(song, "the file has lost 0.078 s of sound at 1 place; it came out as silence");

    assertEquals(115_200, clean.length);
    assertEquals(clean.length, damaged.length);
    assertArrayEquals(Arrays.copyOf(clean, 50 * 1152), Arrays.copyOf(damaged, 50 * 1152), 0);
    int whole = 58 * 1152; // mp3 frames use bits of frames before them
    assertArrayEquals(
        Arrays.copyOfRange(clean, whole, clean.length),
        Arrays.copyOfRange(damaged, whole, clean.length),
        0);
  }

  @Test
  void aDamagedChunkOfSamplesIsSilenceOfItsLength() throws IOException {
    var song = pcm();
    var clean = decoded(song);
    song[chunk(song, 20)] ^= 4;

    var damaged =
        decoded(song, "the file has lost 0.023 s of sound at 1 place; it came out as silence");

    var expected = clean.clone();
    Arrays.fill(expected, 20_000, 21_000, 0);
    assertArrayEquals(expected, damaged, 0);
  }

  @Test
  void aPipeGivesTheSame() throws IOException {
    var song = mp3();
    song[chunk(song, 30)] ^= 4;
    var file =
        decoded(song, "the file has lost 0.026 s of sound at 1 place; it came out as silence");

    try (var pipe = Decoder.open(EncodedSongs.pipe(song), "-", DecodeLimits.defaults())) {
      assertArrayEquals(file, EncodedSongs.all(pipe, 1000)[0], 0);
    }
  }

  @Test
  void samplesThatWereCutShortAreRefused() throws IOException {
    var song = pcm();
    Path file = Files.write(folder.resolve("cut.avi"), Arrays.copyOf(song, chunk(song, 25)));

    var e = assertThrows(AudioException.class, () -> EncodedSongs.all(file));

    assertEquals(
        file + ": ends after 25000 of 40000 frames; fetch it again, or pass --allow-truncated",
        e.getMessage());
  }
}
