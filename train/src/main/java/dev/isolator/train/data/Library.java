package dev.isolator.train.data;

import dev.isolator.dataset.manifest.Entry;
import dev.isolator.dataset.manifest.Kind;
import dev.isolator.dataset.manifest.Manifest;
import dev.isolator.dataset.manifest.Split;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// All sound of a split, decoded, rendered and mapped.
///
/// @param phrases vocal phrases, one after another
/// @param songs stems of multitrack songs
/// @param instrumentals whole pieces
/// @param midi stems of rendered songs
public record Library(
    PcmFile phrases,
    List<Map<String, PcmFile>> songs,
    List<PcmFile> instrumentals,
    List<Map<String, PcmFile>> midi) {

  public Library {
    songs = List.copyOf(songs);
    instrumentals = List.copyOf(instrumentals);
    midi = List.copyOf(midi);
  }

  /// Opens a manifest's split. The first time all of it is decoded and made, which takes minutes.
  ///
  /// @param phraseMinutes of vocal phrases to draw from
  /// @param soundfont for MIDI songs; null = without them
  public static Library open(
      Manifest manifest,
      Split split,
      PcmCache cache,
      int phraseMinutes,
      long seed,
      @Nullable Path soundfont)
      throws IOException {
    var songs = new ArrayList<Map<String, PcmFile>>();
    for (Entry entry : manifest.of(Kind.SONG, split)) {
      var stems = new LinkedHashMap<String, PcmFile>();
      for (var stem : entry.stems().entrySet()) {
        stems.put(stem.getKey(), cache.of(manifest.file(stem.getValue())));
      }
      songs.add(stems);
    }
    var instrumentals = new ArrayList<PcmFile>();
    for (Entry entry : manifest.of(Kind.INSTRUMENTAL, split)) {
      instrumentals.add(cache.of(manifest.file(entry.stem("music"))));
    }
    var midi = new ArrayList<Map<String, PcmFile>>();
    if (soundfont != null) {
      var renderer = new MidiStems(soundfont);
      for (Entry entry : manifest.of(Kind.MIDI, split)) {
        midi.add(renderer.of(manifest.file(entry.stem("music")), cache));
      }
    }
    if (songs.isEmpty() && instrumentals.isEmpty() && midi.isEmpty()) {
      throw new IOException(
          "%s: expected songs, instrumentals or MIDI files of the split %s, found none; check the manifest"
              .formatted(manifest.folder(), split));
    }
    var phrases = PhraseBank.of(manifest, split, cache, phraseMinutes, seed);
    return new Library(phrases, songs, instrumentals, midi);
  }
}
