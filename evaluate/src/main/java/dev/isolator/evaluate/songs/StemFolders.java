package dev.isolator.evaluate.songs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/// Folders of stems, one folder per song, one file per stem: MUSDB18-HQ, and what `isolator
/// separate` writes.
final class StemFolders {
  private StemFolders() {}

  static DataSet read(Path location, String subset) throws IOException {
    var songs = new ArrayList<Multitrack>();
    var problems = new ArrayList<String>();
    for (var folder : DataSet.subsets(location, subset)) {
      for (var song : DataSet.folders(folder)) {
        read(song, songs, problems);
      }
    }
    return new DataSet(location, DataSet.Layout.FOLDERS, songs, problems);
  }

  private static void read(Path folder, List<Multitrack> songs, List<String> problems)
      throws IOException {
    var sounds = new LinkedHashMap<String, AudioRegion>();
    for (var file : DataSet.files(folder)) {
      if (!DataSet.isSound(file)) {
        continue;
      }
      var stem = Multitrack.canonical(DataSet.stemOf(file));
      var other = sounds.put(stem, AudioRegion.of(file));
      if (other != null) {
        problems.add(
            "%s: expected one file for %s, found %s and %s; remove one of them"
                .formatted(folder, stem, other.file().getFileName(), file.getFileName()));
        return;
      }
    }
    if (!sounds.isEmpty()) {
      songs.add(Multitrack.of(folder.getFileName().toString(), sounds));
    }
  }
}
