package dev.isolator.train.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// Phrases made once and drawn from, one after the other in one file of the cache.
public final class PhraseBank {
  private static final int PHRASE_SECONDS = 12;

  /// To be raised when phrases are made differently, so that banks are made anew.
  private static final String RECIPE = "phrases 1";

  private PhraseBank() {}

  /// The bank of a split's voices.
  ///
  /// @param minutes of phrases; a minute takes 10 MB and about 2 s of one core the first time
  /// @param seed same seed, same phrases
  public static PcmFile of(
      Path root, DataFolder data, DataFolder.Split split, PcmCache cache, int minutes, long seed)
      throws IOException {
    Path file =
        cache.place("%s|%s|%s|%d min|seed %d".formatted(RECIPE, root, split, minutes, seed));
    if (!Files.isRegularFile(file)) {
      write(file, new Phrases(data, cache), minutes, seed);
    }
    return PcmFile.open(file);
  }

  private static void write(Path file, Phrases phrases, int minutes, long seed) throws IOException {
    int n = PHRASE_SECONDS * PcmFile.SAMPLE_RATE;
    int count = Math.max(1, minutes * 60 / PHRASE_SECONDS);
    int together = 8;
    try (var out = new PcmWriter(file)) {
      for (int from = 0; from < count; from += together) {
        var made =
            IntStream.range(from, Math.min(count, from + together))
                .parallel()
                .mapToObj(
                    i -> phrases.make(new SplittableRandom(seed + 0x9E3779B97F4A7C15L * i), n))
                .toList();
        for (float[][] phrase : made) {
          out.write(phrase[0], phrase[1], n);
        }
      }
      out.complete();
    }
  }
}
