package dev.isolator.dataset.synth;

import dev.isolator.dataset.effect.Level;
import dev.isolator.dataset.manifest.Entry;
import dev.isolator.dataset.manifest.Kind;
import dev.isolator.dataset.manifest.Manifest;
import dev.isolator.dataset.manifest.ManifestFile;
import dev.isolator.dataset.manifest.Provenance;
import dev.isolator.dataset.manifest.Split;
import dev.isolator.dataset.recording.RecordingFile;
import dev.isolator.dataset.recording.SampleRateConversion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// The second validation set: recordings only, as they were sung, spoken and played. The synthetic
/// [ValidationSet] is kinder than real songs are; nothing here is rendered, chopped, tuned or
/// treated with effects.
///
/// Of every instrumental of the split `validation` there are three excerpts of 12 s at 44.1 kHz and
/// 16 bits: two with a voice of that split over it, all voices in turn, whose clips follow each
/// other with pauses of 0.2 to 0.8 s, at −6 to +3 dB relative to the music, and one without any,
/// whose vocal stem is silent: what a network finds there is false. Of every song with stems of
/// that split there are its excerpts of 12 s, one a minute, in which somebody sings. Where a voice
/// ends at 8 or at 11 kHz, as recordings for speech do, the whole mix ends there too. Each mix
/// depends only on the seed and its number.
///
/// The procedure must not change, because results are comparable only between equal sets.
public final class RecordedValidationSet {
  private static final int RATE = RecordedMix.SAMPLE_RATE;
  private static final int SECONDS = RecordedMix.SECONDS;
  private static final int FRAMES = SECONDS * RATE;
  private static final int EXCERPTS = 3;

  private final Manifest manifest;
  private final Path folder;
  private final long seed;
  private final List<Entry> entries = new ArrayList<>();

  private RecordedValidationSet(Manifest manifest, Path folder, long seed) {
    this.manifest = manifest;
    this.folder = folder;
    this.seed = seed;
  }

  /// Writes the set and its `manifest.jsonl`.
  ///
  /// @param manifest must hold voices and instrumentals of the split `validation`
  /// @param folder is created if it does not exist
  /// @return the entries, in order
  public static List<Entry> write(Manifest manifest, Path folder, long seed) throws IOException {
    ValidationSet.require(manifest, List.of(Kind.VOICE, Kind.INSTRUMENTAL));
    Files.createDirectories(folder);
    var set = new RecordedValidationSet(manifest, folder, seed);
    var voices = manifest.of(Kind.VOICE, Split.VALIDATION);
    int number = 0;
    int sung = 0;
    for (Entry piece : manifest.of(Kind.INSTRUMENTAL, Split.VALIDATION)) {
      for (int i = 0; i < EXCERPTS; i++) {
        boolean silent = i == EXCERPTS - 1;
        set.excerpt(number, piece, silent ? null : voices.get(sung % voices.size()));
        number++;
        sung += silent ? 0 : 1;
      }
    }
    for (Entry song : manifest.of(Kind.SONG, Split.VALIDATION)) {
      number = set.song(number, song);
    }
    ManifestFile.write(folder.resolve("manifest.jsonl"), set.entries);
    return set.entries;
  }

  private SplittableRandom random(int number) {
    return new SplittableRandom(seed * 0x9E3779B97F4A7C15L + number);
  }

  private void excerpt(int number, Entry piece, @Nullable Entry voice) throws IOException {
    var mix = RecordedMix.of(random(number), manifest, piece, voice);
    write(number, mix.vocals(), mix.music(), piece, voice == null ? "" : " and " + voice.id());
  }

  /// A song's excerpts, one a minute.
  ///
  /// @return the next number
  private int song(int number, Entry song) throws IOException {
    int next = number;
    for (double from = 0; from + SECONDS <= song.duration(); from += 60) {
      var tracks = new LinkedHashMap<String, float[][]>();
      for (String stem : List.of("vocals", "drums", "bass", "other", "music")) {
        if (song.stems().containsKey(stem)) {
          tracks.put(stem, part(song, stem, from));
        }
      }
      float[][] vocals = tracks.remove("vocals");
      if (vocals == null || tracks.isEmpty() || Level.activeDb(vocals, RATE) < -60) {
        continue;
      }
      var music = new float[2][FRAMES];
      tracks.values().forEach(track -> Level.add(music, track, 0));
      write(next, vocals, music, song, "");
      next++;
    }
    return next;
  }

  private float[][] part(Entry song, String stem, double from) throws IOException {
    return Accompaniment.stereo(
        SampleRateConversion.to(
            RATE, RecordingFile.read(manifest.file(song.stem(stem)), from, SECONDS + 0.1)),
        FRAMES);
  }

  private void write(int number, float[][] vocals, float[][] music, Entry source, String more)
      throws IOException {
    var tracks = new LinkedHashMap<String, float[][]>();
    tracks.put("vocals", vocals);
    tracks.put("music", music);
    entries.add(
        new Stems(tracks, RATE)
            .write(
                folder,
                "recorded-%02d".formatted(number),
                Split.VALIDATION,
                new Provenance(
                    "validation set",
                    source.licence(),
                    "made by isolator dataset validation --recorded, seed %d, from %s%s"
                        .formatted(seed, source.id(), more),
                    source.credit())));
  }
}
