package dev.isolator.evaluate.songs;

import dev.isolator.audio.AudioException;
import dev.isolator.audio.AudioException.Kind;
import dev.isolator.dataset.manifest.Entry;
import dev.isolator.dataset.manifest.Manifest;
import dev.isolator.dataset.manifest.ManifestException;
import dev.isolator.dataset.manifest.ManifestFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeMap;

/// The songs and pairs of a data manifest, with their stems. Entries of other kinds are passed
/// over; lines that cannot be read are left out and become problems of the data set.
final class ManifestSongs {
  private ManifestSongs() {}

  /// @param split a split's name or `all`; empty = `evaluation`
  static DataSet read(Path file, String split) throws IOException {
    var problems = new ArrayList<String>();
    var manifest = read(file, problems);
    var songs = new ArrayList<Multitrack>();
    var elsewhere = new TreeMap<String, Integer>();
    var wanted = split.isEmpty() ? "evaluation" : split;
    for (var entry : manifest.entries()) {
      var itsSplit = entry.split().toString();
      if (!hasKnownStems(entry)) {
        continue;
      }
      if (wanted.equals("all") || wanted.equals(itsSplit)) {
        songs.add(song(manifest, entry));
      } else {
        elsewhere.merge(itsSplit, 1, Integer::sum);
      }
    }
    if (songs.isEmpty() && (problems.isEmpty() || !elsewhere.isEmpty())) {
      throw new AudioException(
          Kind.UNREADABLE,
          file.toString(),
          "has no songs of split '%s', only %s; choose with --split, or --split all"
              .formatted(wanted, elsewhere));
    }
    return new DataSet(file, DataSet.Layout.MANIFEST, songs, problems);
  }

  private static Manifest read(Path file, List<String> problems) throws IOException {
    try {
      return ManifestFile.read(
          file, problem -> problems.add(problem.getMessage() + "; the line is left out"));
    } catch (ManifestException e) {
      var place = e.line() == 0 ? file.toString() : "%s:%d".formatted(file, e.line());
      throw new AudioException(Kind.UNSUPPORTED, place, e.what(), e);
    }
  }

  private static boolean hasKnownStems(Entry entry) {
    return switch (entry.kind()) {
      case SONG, PAIR -> true;
      case VOICE, INSTRUMENTAL, MIDI, INSTRUMENT -> false;
    };
  }

  private static Multitrack song(Manifest manifest, Entry entry) {
    var stems = new LinkedHashMap<String, AudioRegion>();
    entry
        .stems()
        .forEach(
            (name, stem) ->
                stems.put(
                    name,
                    new AudioRegion(
                        manifest.file(stem),
                        AudioRegion.BEST_TRACK,
                        AudioRegion.ALL_CHANNELS,
                        stem.start(),
                        stem.duration() > 0 ? stem.duration() : Double.POSITIVE_INFINITY)));
    return Multitrack.of(entry.id(), stems);
  }
}
