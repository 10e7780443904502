package dev.isolator.audio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Raw AAC keeps its length and place where it is damaged.
class AdtsFramesTest {
  private static final int MOST_LAG = 3 * AdtsSongs.FRAME;

  @TempDir private static Path folder;
  private static List<byte[]> frames = List.of();

  @BeforeAll
  static void encode() throws IOException {
    frames = AdtsSongs.frames(folder);
  }

  @SuppressWarnings("ArrayRecordComponent") // a test's data, compared by element
  private record Decoded(float[] left, List<String> notes, AudioInfo info) {}

  private static Decoded decoded(byte[] song) throws IOException {
    Path file = Files.write(folder.resolve("song.aac"), song);
    try (var decoder = Decoder.open(file)) {
      var samples = EncodedSongs.all(decoder, 1000);
      return new Decoded(samples[0], decoder.notes(), decoder.info());
    }
  }

  private static int start(List<byte[]> frames, int number) {
    return frames.stream().limit(number).mapToInt(frame -> frame.length).sum();
  }

  /// By how many samples a piece of a song lies later than that of another, by cross-correlation.
  private static int lag(float[] clean, float[] damaged, double place) {
    int from = (int) (place * clean.length);
    int best = 0;
    double highest = 0;
    for (int lag = -MOST_LAG; lag <= MOST_LAG; lag++) {
      double sum = 0;
      for (int i = 0; i < 2048; i++) {
        int at = from + lag + i;
        sum += at >= 0 && at < damaged.length ? clean[from + i] * damaged[at] : 0;
      }
      if (sum > highest) {
        highest = sum;
        best = lag;
      }
    }
    return best;
  }

  @ParameterizedTest(name = "{0} bytes of {2} at {1}")
  @CsvSource({
    "1500, 0.1, 0",
    "1500, 0.5, 0",
    "1500, 0.8, 85",
    "4000, 0.3, 0",
    "4000, 0.6, 255",
    "600, 0.5, 0",
    "600, 0.75, 255"
  })
  void damagedFramesAreSilenceOfTheirLength(int count, double place, int value) throws IOException {
    var song = AdtsSongs.joined(frames);
    var clean = decoded(song);
    int at = (int) (place * song.length);
    Arrays.fill(song, at, at + count, (byte) value);

    var damaged = decoded(song);

    assertEquals(clean.left.length, damaged.left.length, AdtsSongs.FRAME);
    assertEquals(0, lag(clean.left, damaged.left, place - 0.08));
    assertEquals(0, lag(clean.left, damaged.left, place + 0.12), AdtsSongs.FRAME);
    assertEquals(0, lag(clean.left, damaged.left, 0.95), AdtsSongs.FRAME);
    assertTrue(
        damaged
            .notes
            .getLast()
            .matches(
                "the file has lost about 0\\.[0-9]{3} s of sound at 1 place \\(estimated from the lengths of the frames around\\); it came out as silence"),
        damaged.notes.toString());
    assertEquals(Gapless.UNKNOWN, damaged.info.gapless());
  }

  @ParameterizedTest(name = "{0} frames")
  @ValueSource(ints = {1, 3, 30})
  void framesOfOneLengthAreCountedExactly(int lost) throws IOException {
    var even = AdtsSongs.ofOneLength(frames);
    var song = AdtsSongs.joined(even);
    var clean = decoded(song);
    int at = start(even, 60);
    Arrays.fill(song, at, at + lost * even.getFirst().length, (byte) 0);

    var damaged = decoded(song);

    assertEquals(
        List.of(
            String.format(
                Locale.ROOT,
                "the file has lost %.3f s of sound at 1 place; it came out as silence",
                lost * 1024 / 44_100.0)),
        damaged.notes);
    assertEquals(clean.left.length, damaged.left.length);
    int gap = 60 * AdtsSongs.FRAME;
    int end = gap + lost * AdtsSongs.FRAME;
    assertArrayEquals(Arrays.copyOf(clean.left, gap), Arrays.copyOf(damaged.left, gap), 0);
    assertArrayEquals(
        new float[end - gap], Arrays.copyOfRange(damaged.left, gap, end), 0, "silence");
    int overlapped = end + AdtsSongs.FRAME; // the first half of a frame needs the one before it
    assertArrayEquals(
        Arrays.copyOfRange(clean.left, overlapped, clean.left.length),
        Arrays.copyOfRange(damaged.left, overlapped, clean.left.length),
        0);
  }

  /// Sync word, layer, sampling frequency, channels, frame length, in the first frame and later.
  @ParameterizedTest(name = "bit {0} of frame {1}")
  @CsvSource({"0, 70", "14, 70", "19, 70", "24, 70", "33, 70", "37, 70", "41, 70", "3, 0", "36, 0"})
  void aFlippedBitOfAHeaderIsPutRight(int bit, int frame) throws IOException {
    var song = AdtsSongs.joined(frames);
    var clean = decoded(song);
    song[start(frames, frame) + bit / 8] ^= (byte) (0x80 >> bit % 8);

    var mended = decoded(song);

    assertArrayEquals(clean.left, mended.left, 0);
    assertEquals(List.of(), mended.notes);
  }

  @Test
  void damageBeyondWhatFfmpegLooksThroughLosesNothingMore() throws IOException {
    var minutes = new ArrayList<byte[]>();
    for (int bytes = 0; bytes < 5_500_000; bytes += start(frames, frames.size())) {
      minutes.addAll(frames);
    }
    var song = AdtsSongs.joined(minutes);
    int at = song.length - 100_000;
    Arrays.fill(song, at, at + 1500, (byte) 0);

    try (var decoder = Decoder.open(new ByteArrayInputStream(song), "-", DecodeLimits.defaults())) {
      assertEquals(
          minutes.size() * (double) AdtsSongs.FRAME,
          (double) decoder.skip(Long.MAX_VALUE),
          AdtsSongs.FRAME);
    }
  }

  @Test
  void aPipeGivesTheSame() throws IOException {
    var song = AdtsSongs.joined(frames);
    Arrays.fill(song, 20_000, 21_500, (byte) 0);
    var file = decoded(song);

    try (var pipe = Decoder.open(new ByteArrayInputStream(song), "-", DecodeLimits.defaults())) {
      assertArrayEquals(file.left, EncodedSongs.all(pipe, 777)[0], 0);
      assertEquals(file.notes, pipe.notes());
    }
  }

  @Test
  void halfAFrameAtTheStartAndATagBetweenAreNoGaps() throws IOException {
    var song = AdtsSongs.joined(frames);
    var half = Arrays.copyOfRange(song, start(frames, 2) - 100, song.length);
    var joined = Arrays.copyOf(half, half.length + 128 + song.length);
    System.arraycopy(EncodedSongs.ascii("TAG"), 0, joined, half.length, 3);
    System.arraycopy(song, 0, joined, half.length + 128, song.length);

    var found = decoded(joined);

    assertEquals((2 * frames.size() - 2) * AdtsSongs.FRAME, found.left.length);
    assertEquals(List.of(), found.notes);
  }

  /// FFmpeg's decoder takes the bytes that a broken frame leaves of its packet for another frame.
  @Test
  void aFlippedBitOfAFrameAddsNothing() throws IOException {
    var clean = decoded(AdtsSongs.joined(frames));
    for (int k = 0; k < 40; k++) {
      var song = AdtsSongs.joined(frames);
      int at = start(frames, 10 + 3 * k);
      song[at + AdtsHeader.BYTES + 7 * k] ^= 16;

      assertEquals(clean.left.length, decoded(song).left.length, "frame " + (10 + 3 * k));
    }
  }

  /// A flipped bit in a frame's sound is not known to be one; where it makes noise far above full
  /// scale, that is silence with a note.
  @Test
  void whatDecodesToNoiseFarAboveFullScaleIsSilence() throws IOException {
    int clean = decoded(AdtsSongs.joined(frames)).left().length;
    var random = new Random(5);
    int silenced = 0;
    for (int round = 0; round < 100; round++) {
      byte[] song = AdtsSongs.joined(frames);
      for (int flip = 0; flip < 5; flip++) {
        int frame = 2 + random.nextInt(frames.size() - 4);
        int within = AdtsHeader.BYTES + random.nextInt(frames.get(frame).length - AdtsHeader.BYTES);
        song[start(frames, frame) + within] ^= (byte) (1 << random.nextInt(8));
      }
      var found = decoded(song);
      assertEquals(clean, found.left().length, "round " + round);
      float peak = 0;
      for (float x : found.left()) {
        peak = Math.max(peak, Math.abs(x));
      }
      assertTrue(peak <= Overload.MOST, "round %d: %f".formatted(round, peak));
      silenced += found.notes().stream().anyMatch(note -> note.contains("damaged")) ? 1 : 0;
    }
    assertTrue(silenced > 0, "no flip was noticed");
  }
}
