package dev.isolator.evaluate.songs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;

/// MUSDB18: AAC in `.stem.mp4` files of five audio streams.
///
/// Source: Rafii, Liutkus, Stöter, Mimilakis and Bittner, “The MUSDB18 corpus for music
/// separation”, 2017, and the Native Instruments Stem specification: the mixture comes first.
final class Musdb18 {
  private static final String ENDING = ".stem.mp4";

  /// In the order of the file's streams.
  private static final List<String> STREAMS =
      List.of(Multitrack.MIXTURE, "drums", "bass", "other", Multitrack.VOCALS);

  private Musdb18() {}

  static boolean isStemFile(Path file) {
    return file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(ENDING);
  }

  static DataSet read(Path location, String subset) throws IOException {
    var songs = new ArrayList<Multitrack>();
    for (var folder : DataSet.subsets(location, subset)) {
      for (var file : DataSet.files(folder)) {
        if (isStemFile(file)) {
          songs.add(song(file));
        }
      }
    }
    return new DataSet(location, DataSet.Layout.MUSDB18, songs, List.of());
  }

  private static Multitrack song(Path file) {
    var sounds = new LinkedHashMap<String, AudioRegion>();
    for (int stream = 0; stream < STREAMS.size(); stream++) {
      sounds.put(STREAMS.get(stream), AudioRegion.of(file).track(stream));
    }
    var name = file.getFileName().toString();
    return Multitrack.of(name.substring(0, name.length() - ENDING.length()), sounds);
  }
}
