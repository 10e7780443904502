package dev.isolator.evaluate.songs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// MIR-1K and data sets like it: stereo clips with the accompaniment on the left and the voice on
/// the right; the mixture is the mono sum of both.
///
/// Source: Hsu and Jang, “On the improvement of singing voice separation for monaural recordings
/// using the MIR-1K dataset”, IEEE Trans. ASLP 18(2), 2010, section V-A.
final class Mir1k {
  private static final int LEFT = 0;
  private static final int RIGHT = 1;

  private Mir1k() {}

  static DataSet read(Path location) throws IOException {
    var inside = location.resolve("Wavfile");
    var songs = new ArrayList<Multitrack>();
    for (var file : DataSet.files(Files.isDirectory(inside) ? inside : location)) {
      if (DataSet.isSound(file)) {
        songs.add(
            Multitrack.of(
                DataSet.stemOf(file),
                Map.of(
                    Multitrack.MUSIC, AudioRegion.of(file).channel(LEFT),
                    Multitrack.VOCALS, AudioRegion.of(file).channel(RIGHT))));
      }
    }
    return new DataSet(location, DataSet.Layout.MIR_1K, songs, List.of());
  }
}
