package dev.isolator.evaluate.songs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// MIR-1K and data sets like it: stereo clips, accompaniment on the left, voice on the right, that
/// are to be mixed to mono.
///
/// Source: Hsu and Jang, “On the improvement of singing voice separation for monaural recordings
/// using the MIR-1K dataset”, IEEE Trans. ASLP 18(2), 2010, section V-A.
final class Mir1k {
  private static final int LEFT = 0;
  private static final int RIGHT = 1;

  private Mir1k() {}

  static DataSet read(Path location) throws IOException {
    var inside = location.resolve("Wavfile");
    var songs = new ArrayList<Song>();
    for (var file : DataSet.files(Files.isDirectory(inside) ? inside : location)) {
      if (DataSet.isSound(file)) {
        songs.add(
            Song.of(
                DataSet.stemOf(file),
                Map.of(
                    Song.MUSIC, Sound.of(file).channel(LEFT),
                    Song.VOCALS, Sound.of(file).channel(RIGHT))));
      }
    }
    return new DataSet(location, DataSet.Layout.MIR_1K, songs, List.of());
  }
}
