package dev.isolator.train.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.isolator.train.data.DataFolder.Clip;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PhrasesTest {
  private static final int N = 3 * PcmFile.SAMPLE_RATE;

  @TempDir Path folder;

  @Test
  void sameSeedGivesTheSamePhraseWithinFullScale() throws Exception {
    var phrases = phrases();
    for (long seed = 0; seed < 6; seed++) {
      float[][] phrase = phrases.make(new SplittableRandom(seed), N);
      assertArrayEquals(phrase, phrases.make(new SplittableRandom(seed), N));
      double power = 0;
      for (float[] channel : phrase) {
        for (float x : channel) {
          assertTrue(Math.abs(x) <= 0.99, "seed " + seed + ": " + x);
          power += x * x;
        }
      }
      assertTrue(Math.sqrt(power / (2.0 * N)) > 0.02, "seed " + seed + " is all but silent");
    }
  }

  @Test
  void bankIsMadeOnceAndReadAgain() throws Exception {
    var data = data();
    var cache = new PcmCache(folder.resolve("cache"));
    var bank = PhraseBank.of(folder, data, DataFolder.Split.TRAIN, cache, 1, 7);
    assertEquals(60L * PcmFile.SAMPLE_RATE, bank.frames());
    long files = count();
    var again = PhraseBank.of(folder, data, DataFolder.Split.TRAIN, cache, 1, 7);
    assertEquals(files, count());
    assertArrayEquals(bank.read(1000, 500), again.read(1000, 500));
  }

  private long count() throws IOException {
    try (var files = Files.list(folder.resolve("cache"))) {
      return files.count();
    }
  }

  private Phrases phrases() throws IOException {
    return new Phrases(data(), new PcmCache(folder.resolve("cache")));
  }

  private DataFolder data() throws IOException {
    Path voice = folder.resolve("voice.wav");
    if (!Files.exists(voice)) {
      Files.write(voice, wav(4 * PcmFile.SAMPLE_RATE));
    }
    return new DataFolder(
        List.of(),
        List.of(),
        Map.of("singer", List.of(new Clip(voice, 0.2, 1.7), new Clip(voice, 2, 3.5))),
        List.of());
  }

  /// A mono file of the tests' voice.
  private static byte[] wav(int n) {
    var wav = ByteBuffer.allocate(44 + 2 * n).order(ByteOrder.LITTLE_ENDIAN);
    wav.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + 2 * n);
    wav.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
    wav.putShort((short) 1).putShort((short) 1).putInt(PcmFile.SAMPLE_RATE);
    wav.putInt(2 * PcmFile.SAMPLE_RATE).putShort((short) 2).putShort((short) 16);
    wav.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(2 * n);
    var random = new SplittableRandom(1);
    for (int i = 0; i < n; i++) {
      wav.putShort((short) (32767 * Sounds.voice(i, random)));
    }
    return wav.array();
  }
}
