package dev.isolator.train.data;

import dev.isolator.dataset.manifest.Entry;
import dev.isolator.dataset.manifest.Manifest;
import dev.isolator.dataset.manifest.Split;
import dev.isolator.dataset.sing.Formants;
import dev.isolator.dataset.sing.Melody;
import dev.isolator.dataset.sing.PitchCorrectedMelody;
import dev.isolator.dataset.sing.RecordedMelody;
import dev.isolator.dataset.sing.Singer;
import dev.isolator.dataset.sing.VoiceBank;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// Sung phrases, made once and drawn from, one after the other in one file of the cache.
final class PhraseBank {
  private static final int PHRASE_SECONDS = 12;
  private static final int TOGETHER = 8;

  /// The most of one singer that is kept in memory; a second takes 0.18 MB.
  private static final double MOST_SECONDS = 900;

  /// To be raised when phrases are made differently, so that banks are made anew.
  private static final String RECIPE = "phrases 3";

  private PhraseBank() {}

  /// The bank of a split's voices.
  ///
  /// @param minutes of phrases; a minute takes 10 MB
  /// @param seed same seed, same phrases
  static PcmFile of(Manifest manifest, Split split, PcmCache cache, int minutes, long seed)
      throws IOException {
    Path file = place(manifest, split, cache, minutes, seed);
    if (!Files.isRegularFile(file)) {
      var voices = VoiceBank.read(manifest, split, PcmFile.SAMPLE_RATE, MOST_SECONDS);
      write(file, new Singer(voices), minutes, seed);
    }
    return PcmFile.open(file);
  }

  /// The place of a bank, which depends on everything that decides its sound. Entries are described
  /// by their text, as their hash codes differ from run to run.
  static Path place(Manifest manifest, Split split, PcmCache cache, int minutes, long seed) {
    return cache.place(
        "%s|%s|%s|%d min|seed %d"
            .formatted(
                RECIPE,
                manifest.entries().stream().map(PhraseBank::text).toList(),
                split,
                minutes,
                seed));
  }

  /// An entry as text. Spelt out here, so that banks are found again whatever the record's form.
  private static String text(Entry e) {
    return "Entry[id=%s, kind=%s, stems=%s, clips=%s, sampleRate=%d, channels=%d, duration=%s, artist=%s, split=%s, licence=%s, source=%s, credit=%s, quality=%s, unknown=%s]"
        .formatted(
            e.id(),
            e.kind(),
            e.stems(),
            e.clips(),
            e.sampleRate(),
            e.channels(),
            e.duration(),
            e.artist(),
            e.split(),
            e.licence(),
            e.source(),
            e.credit(),
            e.quality(),
            e.unknown());
  }

  private static void write(Path file, Singer singer, int minutes, long seed) throws IOException {
    int n = PHRASE_SECONDS * PcmFile.SAMPLE_RATE;
    int count = Math.max(1, minutes * 60 / PHRASE_SECONDS);
    try (var out = new PcmWriter(file)) {
      for (int from = 0; from < count; from += TOGETHER) {
        var made =
            IntStream.range(from, Math.min(count, from + TOGETHER))
                .parallel()
                .mapToObj(i -> sing(singer, seed + 0x9E3779B97F4A7C15L * i, n))
                .toList();
        for (float[][] phrase : made) {
          out.write(phrase[0], phrase[1], n);
        }
      }
      out.complete();
    }
  }

  /// Half of the phrases are sung plainly. Of the others some keep their formants, some have
  /// breaths, some are sung by choirs, spoken or corrected in pitch, and a third have effects as
  /// electronic music has them.
  private static float[][] sing(Singer singer, long seed, int n) {
    var random = new SplittableRandom(seed);
    Melody walk = new Melody.RandomWalk(PcmFile.SAMPLE_RATE);
    if (random.nextBoolean()) {
      return singer.sing(random, walk, Singer.Style.plain(), n);
    }
    double kind = random.nextDouble();
    Melody tune =
        kind < 0.4 ? walk : kind < 0.75 ? new RecordedMelody() : new PitchCorrectedMelody();
    var formants = random.nextBoolean() ? Formants.STAY : Formants.MOVE;
    double breaths = random.nextBoolean() ? random.nextDouble() : 0;
    return singer.sing(random, tune, new Singer.Style(formants, breaths, 0.06, 0.35), n);
  }
}
