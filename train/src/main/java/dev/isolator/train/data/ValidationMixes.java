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
/// @param sets at least one, each with its own figures
public record ValidationMixes(List<Set> sets) {
  /// The songs of one manifest.
  ///
  /// @param name the manifest's folder
  /// @param songs at least one
  public record Set(String name, List<Song> songs) {
    public Set {
      songs = List.copyOf(songs);
    }
  }

  /// One song's stems.
  public record Song(PcmFile vocals, PcmFile music) {
    /// Vocals, then music.
    public Mix mix() {
      int n = Math.toIntExact(Math.min(vocals.frames(), music.frames()));
      return new Mix(new float[][][] {vocals.read(0, n), music.read(0, n)});
    }
  }

  public ValidationMixes {
    sets = List.copyOf(sets);
  }

  /// The songs of each manifest's split `validation` that have stems vocals and music.
  public static ValidationMixes open(List<Manifest> manifests, PcmCache cache) throws IOException {
    var sets = new ArrayList<Set>();
    for (var manifest : manifests) {
      sets.add(set(manifest, cache));
    }
    return new ValidationMixes(sets);
  }

  private static Set set(Manifest manifest, PcmCache cache) throws IOException {
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
    return new Set(
        String.valueOf(manifest.folder().toAbsolutePath().normalize().getFileName()), songs);
  }

  /// The songs of all sets.
  public List<Song> songs() {
    return sets.stream().flatMap(set -> set.songs().stream()).toList();
  }

  /// How many songs there are.
  public int count() {
    return sets.stream().mapToInt(set -> set.songs().size()).sum();
  }
}
