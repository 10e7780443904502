package dev.isolator.train.data;

import dev.isolator.dataset.manifest.Entry;
import dev.isolator.dataset.manifest.Kind;
import dev.isolator.dataset.manifest.Manifest;
import dev.isolator.dataset.manifest.Split;
import dev.isolator.dataset.synth.InstrumentCollection;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// All sound of a split: decoded or rendered into the cache, and mapped into memory.
///
/// @param phrases vocal phrases, one after another
/// @param songs stems of multitrack songs, then of pairs: vocals, music and the mixture
/// @param instrumentals recordings without vocals
/// @param midi stems of rendered songs; twice where there are sampled instruments, see [MidiStems]
public record SoundLibrary(
    PcmFile phrases,
    List<Map<String, PcmFile>> songs,
    List<PcmFile> instrumentals,
    List<Map<String, PcmFile>> midi) {

  private static final double SHORT_BY_SECONDS = 0.5;
  private static final double SHORTEST_SECONDS = 0.5;
  private static final double MOST_CLIPPED = 0.01;

  public SoundLibrary {
    songs = List.copyOf(songs);
    instrumentals = List.copyOf(instrumentals);
    midi = List.copyOf(midi);
  }

  /// Opens a manifest's split. The first time all of it is decoded and made, which takes minutes.
  ///
  /// @param phraseMinutes of vocal phrases to draw from
  /// @param soundfont for MIDI songs; null = without them
  /// @param warnings told of each file that is left out, and why
  public static SoundLibrary open(
      Manifest manifest,
      Split split,
      PcmCache cache,
      int phraseMinutes,
      long seed,
      @Nullable Path soundfont,
      Consumer<String> warnings)
      throws IOException {
    var multitrack = new ArrayList<Entry>(manifest.of(Kind.SONG, split));
    multitrack.addAll(manifest.of(Kind.PAIR, split));
    int seen = multitrack.size();
    var songs = stems(manifest, multitrack, cache, warnings);
    var pieces = manifest.of(Kind.INSTRUMENTAL, split);
    seen += pieces.size();
    var instrumentals = new ArrayList<PcmFile>();
    for (var stems : stems(manifest, pieces, cache, warnings)) {
      PcmFile music = stems.get("music");
      if (music != null) {
        instrumentals.add(music);
      }
    }
    var midi = new ArrayList<Map<String, PcmFile>>();
    int rendered = 0;
    if (soundfont != null) {
      var renderer = new MidiStems(soundfont, InstrumentCollection.open(manifest, split));
      var entries = manifest.of(Kind.MIDI, split);
      seen += entries.size();
      var results =
          entries.parallelStream().map(e -> Rendered.of(renderer, manifest, e, cache)).toList();
      for (var result : results) {
        if (result.failure().isEmpty()) {
          rendered++;
          midi.addAll(result.renderings());
        } else {
          warnings.accept(result.failure());
        }
      }
    }
    int used = songs.size() + instrumentals.size() + rendered;
    if (used < seen) {
      warnings.accept(
          "%d of %d songs, instrumentals and MIDI files are left out".formatted(seen - used, seen));
    }
    if (songs.isEmpty() && instrumentals.isEmpty() && midi.isEmpty()) {
      throw new IOException(
          "%s: expected songs, instrumentals or MIDI files of the split %s, found none; check the manifest"
              .formatted(manifest.folder(), split));
    }
    var phrases = PhraseBank.of(manifest, split, cache, phraseMinutes, seed);
    return new SoundLibrary(phrases, songs, instrumentals, midi);
  }

  /// The result of rendering a MIDI song: its stems, of one rendering or two, or why there are
  /// none.
  private record Rendered(List<Map<String, PcmFile>> renderings, String failure) {
    static Rendered of(MidiStems renderer, Manifest manifest, Entry entry, PcmCache cache) {
      try {
        return new Rendered(renderer.of(manifest.file(entry.stem("music")), cache), "");
      } catch (IOException e) {
        return new Rendered(List.of(), "%s is left out: %s".formatted(entry.id(), e.getMessage()));
      }
    }
  }

  /// Stems of a song, and what there is to say of them.
  private record Opened(Map<String, PcmFile> stems, List<String> warnings) {}

  /// The stems of songs that can be used, several songs decoded at once; songs without usable stems
  /// are left out. Warnings come in the songs' order.
  private static List<Map<String, PcmFile>> stems(
      Manifest manifest, List<Entry> entries, PcmCache cache, Consumer<String> warnings)
      throws IOException {
    var opened =
        PcmCache.ofEach(
            entries,
            entry -> {
              var told = new ArrayList<String>();
              return new Opened(stems(manifest, entry, cache, told::add), told);
            });
    var usable = new ArrayList<Map<String, PcmFile>>();
    for (var song : opened) {
      song.warnings().forEach(warnings);
      if (!song.stems().isEmpty()) {
        usable.add(song.stems());
      }
    }
    return usable;
  }

  /// The stems of a song that can be used. What cannot be read is left out with a warning; a song
  /// without usable stems has none.
  private static Map<String, PcmFile> stems(
      Manifest manifest, Entry entry, PcmCache cache, Consumer<String> warnings) {
    var stems = new LinkedHashMap<String, PcmFile>();
    for (var stem : entry.stems().entrySet()) {
      var file = stem.getValue();
      try {
        var sound = cache.of(manifest.file(file)).part(file.start(), file.duration());
        if (sound.silent()) {
          warnings.accept(
              "%s: stem %s is left out: expected sound in %s, found silence"
                  .formatted(entry.id(), stem.getKey(), file.path()));
          continue;
        }
        double missing = file.duration() - (double) sound.frames() / PcmFile.SAMPLE_RATE;
        if (missing > SHORT_BY_SECONDS) {
          warnings.accept(
              "%s: stem %s ends %.1f s before the manifest says; silence follows"
                  .formatted(entry.id(), stem.getKey(), missing));
        }
        if (sound.frames() < SHORTEST_SECONDS * PcmFile.SAMPLE_RATE) {
          warnings.accept(
              "%s: stem %s is left out: expected at least %s s of sound in %s, found %.2f s"
                  .formatted(
                      entry.id(),
                      stem.getKey(),
                      SHORTEST_SECONDS,
                      file.path(),
                      (double) sound.frames() / PcmFile.SAMPLE_RATE));
          continue;
        }
        double clipped = sound.clippedShare();
        if (clipped > MOST_CLIPPED) {
          warnings.accept(
              "%s: stem %s is used, but %.1f %% of %s is clipped; a softer version would teach better"
                  .formatted(entry.id(), stem.getKey(), 100 * clipped, file.path()));
        }
        stems.put(stem.getKey(), sound);
      } catch (IOException e) {
        warnings.accept(
            "%s: stem %s is left out: %s".formatted(entry.id(), stem.getKey(), e.getMessage()));
      }
    }
    long longest = stems.values().stream().mapToLong(PcmFile::frames).max().orElse(0);
    stems.forEach(
        (name, sound) -> {
          double missing = (double) (longest - sound.frames()) / PcmFile.SAMPLE_RATE;
          if (missing > SHORT_BY_SECONDS) {
            warnings.accept(
                "%s: stem %s is %.1f s shorter than its song; silence follows"
                    .formatted(entry.id(), name, missing));
          }
        });
    return stems;
  }
}
