package dev.isolator.train.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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

  /// Opens a split. The first time all of it is decoded and made, which takes minutes.
  ///
  /// @param phraseMinutes of vocal phrases to draw from
  /// @param renderer of MIDI files
  public static Library open(
      Path root,
      DataFolder.Split split,
      PcmCache cache,
      int phraseMinutes,
      long seed,
      MidiRenderer renderer)
      throws IOException {
    var data = DataFolder.open(root, split);
    var songs = new ArrayList<Map<String, PcmFile>>();
    for (var song : data.songs()) {
      var stems = new LinkedHashMap<String, PcmFile>();
      for (var stem : song.entrySet()) {
        stems.put(stem.getKey(), cache.of(stem.getValue()));
      }
      songs.add(stems);
    }
    var instrumentals = new ArrayList<PcmFile>();
    for (Path file : data.instrumentals()) {
      instrumentals.add(cache.of(file));
    }
    var midi = new ArrayList<Map<String, PcmFile>>();
    for (Path file : data.midi()) {
      var stems = renderer.stems(file, cache);
      if (!stems.isEmpty()) {
        midi.add(stems);
      }
    }
    var phrases = PhraseBank.of(root, data, split, cache, phraseMinutes, seed);
    return new Library(phrases, songs, instrumentals, midi);
  }
}
