package dev.isolator.train.data;

import dev.isolator.dataset.manifest.Kind;
import dev.isolator.dataset.manifest.Manifest;
import dev.isolator.dataset.manifest.Split;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Songs with stems that no network is trained on, such as those that `isolator dataset validation`
/// makes.
///
/// @param songs vocals and music of each
public record ValidationMixes(List<Song> songs) {
  /// One song's stems.
  public record Song(PcmFile vocals, PcmFile music) {}

  public ValidationMixes {
    songs = List.copyOf(songs);
  }

  /// The songs of a manifest's split `validation` that have stems vocals and music.
  public static ValidationMixes open(Manifest manifest, PcmCache cache) throws IOException {
    var songs = new ArrayList<Song>();
    for (var entry : manifest.of(Kind.SONG, Split.VALIDATION)) {
      if (entry.stems().containsKey("vocals") && entry.stems().containsKey("music")) {
        songs.add(
            new Song(
                cache.of(manifest.file(entry.stem("vocals"))),
                cache.of(manifest.file(entry.stem("music")))));
      }
    }
    if (songs.isEmpty()) {
      throw new IOException(
          "%s: expected songs of the split validation with stems vocals and music, found none; make some with: isolator dataset validation"
              .formatted(manifest.folder()));
    }
    return new ValidationMixes(songs);
  }

  /// The songs of several manifests.
  public static ValidationMixes open(List<Manifest> manifests, PcmCache cache) throws IOException {
    var songs = new ArrayList<Song>();
    for (var manifest : manifests) {
      songs.addAll(open(manifest, cache).songs());
    }
    return new ValidationMixes(songs);
  }

  /// How many there are.
  public int count() {
    return songs.size();
  }

  /// Song `i`: vocals, then music.
  public Mix get(int i) {
    var song = songs.get(i);
    int n = Math.toIntExact(Math.min(song.vocals().frames(), song.music().frames()));
    return new Mix(new float[][][] {song.vocals().read(0, n), song.music().read(0, n)});
  }
}
