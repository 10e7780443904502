package dev.isolator.cli;

import java.util.Locale;
import java.util.Set;

/// The file name endings of the formats that are read: what is taken of a folder. A file that is
/// named itself is taken whatever its name. Any thread.
public final class SongEndings {
  private static final Set<String> ENDINGS =
      Set.of(
          "3gp", "aac", "ac3", "aif", "aifc", "aiff", "amr", "ape", "au", "avi", "bwf", "caf",
          "dsf", "dts", "eac3", "flac", "flv", "gsm", "m2ts", "m4a", "m4b", "mka", "mkv", "mov",
          "mp2", "mp3", "mp4", "mpc", "mpeg", "mpg", "oga", "ogg", "opus", "rf64", "snd", "spx",
          "tta", "vob", "w64", "wav", "wave", "webm", "wma", "wv");

  private SongEndings() {}

  /// Whether a file's name ends like a song's.
  public static boolean isSong(String fileName) {
    return ENDINGS.contains(of(fileName));
  }

  /// What follows the last dot of a file's name, in small letters; empty where there is none.
  public static String of(String fileName) {
    int dot = fileName.lastIndexOf('.');
    return dot < 0 ? "" : fileName.substring(dot + 1).toLowerCase(Locale.ROOT);
  }

  /// All endings, in their order, with commas between them.
  public static String listed() {
    return String.join(", ", ENDINGS.stream().sorted().toList());
  }
}
