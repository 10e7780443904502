package dev.isolator.render;

import java.text.Normalizer;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/// Hands out the names of a batch's songs, so that two songs of one name never share a folder: the
/// second `song` is `song (2)`.
///
/// Names that differ only in case or in how accents are composed count as one, as on macOS and
/// Windows. May be used from any thread; the song that comes first has the plain name.
public final class SongNames {
  private final Set<String> taken = new HashSet<>();

  /// The name for a song's files.
  ///
  /// @param wanted what the song is called, such as its file's name without ending
  /// @return a name that every file system can hold and that was not handed out before
  public synchronized String claim(String wanted) {
    var free = FileNames.safe(wanted, FileNames.MAX_SONG_BYTES);
    for (int i = 2; !taken.add(key(free)); i++) {
      var number = " (" + i + ")";
      free = FileNames.safe(wanted, FileNames.MAX_SONG_BYTES - number.length()) + number;
    }
    return free;
  }

  private static String key(String name) {
    var composed = Normalizer.normalize(name, Normalizer.Form.NFC);
    return composed.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
  }
}
