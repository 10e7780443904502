package dev.isolator.audio;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever the bytes, there come frames or an [AudioException]; no crash, no hang, no sample that
/// is not finite. The seed makes every run the same.
class DecoderFuzzTest {
  /// A song; `-Disolator.test.args=-Disolator.fuzz.tries=5000` digs deeper.
  private static final int TRIES = Integer.getInteger("isolator.fuzz.tries", 60);

  private static final DecodeLimits LIMITS =
      DecodeLimits.defaults()
          .withMinSampleRate(DecodeLimits.LOWEST_SAMPLE_RATE)
          .withTruncation(DecodeLimits.Truncation.ALLOW)
          .withMaxSeconds(600);

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "tagged.mp3",
        "lame-22050.mp3",
        "tagged.m4a",
        "index-first.m4a",
        "alac.m4a",
        "tagged.opus",
        "opus.webm",
        "opus-8.mp4",
        "vorbis.ogg",
        "vorbis.webm",
        "tagged.flac",
        "flac.mkv",
        "flac.ogg",
        "aac.aac",
        "wma.wma",
        "aiff.aiff",
        "video.mp4",
        "video.mkv",
        "wav",
      })
  void damagedBytesGiveFramesOrARefusal(String song) {
    var whole =
        song.equals("wav")
            ? EncodedSongs.extensible(2, 3, 44100, new byte[4 * 3000])
            : EncodedSongs.bytes(song);
    var random = new Random(song.hashCode());

    assertTimeoutPreemptively(
        Duration.ofMinutes(10),
        () -> {
          int decoded = 0;
          for (int i = 0; i < TRIES; i++) {
            decoded += decodes(damage(whole, random, i)) ? 1 : 0;
          }
          boolean onePage = song.equals("vorbis.ogg"); // any damage fails the checksum of all sound
          assertTrue(decoded > 0 || onePage, "no damaged song was decoded at all");
        });
  }

  /// Flips bits anywhere, or in the header only, or cuts, or doubles a piece.
  private static byte[] damage(byte[] whole, Random random, int round) {
    var bytes = whole.clone();
    int reach = round % 4 == 0 ? Math.min(200, bytes.length) : bytes.length;
    int flips = 1 + random.nextInt(round % 2 == 0 ? 3 : 40);
    for (int f = 0; f < flips; f++) {
      bytes[random.nextInt(reach)] ^= (byte) (1 << random.nextInt(8));
    }
    if (round % 5 == 1) {
      return Arrays.copyOf(bytes, random.nextInt(bytes.length));
    }
    if (round % 5 == 2) {
      int from = random.nextInt(bytes.length / 2);
      int to = bytes.length / 2;
      System.arraycopy(bytes, from, bytes, to, Math.min(to - from, bytes.length - to));
    }
    return bytes;
  }

  private static boolean decodes(byte[] bytes) {
    try (var song = Decoder.open(EncodedSongs.pipe(bytes), "-", LIMITS)) {
      var block = new float[song.info().layout().count()][1000];
      for (int n; (n = song.read(block, 1000)) > 0; ) {
        for (var channel : block) {
          for (int i = 0; i < n; i++) {
            assertTrue(Math.abs(channel[i]) <= Float.MAX_VALUE);
          }
        }
      }
      return true;
    } catch (AudioException e) {
      var message = String.valueOf(e.getMessage());
      assertTrue(message.startsWith("-: ") && !message.contains("\n"), message);
      return false;
    }
  }
}
