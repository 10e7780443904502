package dev.isolator.evaluate.songs;

import dev.isolator.audio.AudioException;
import dev.isolator.audio.AudioException.Kind;
import dev.isolator.audio.NamedPipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// A data set: a list of songs with known stems.
///
/// @param location the folder or file it was read from
/// @param layout how it is laid out, never `AUTO`
/// @param songs in the order of their names, or of the manifest
/// @param problems a message for each song that is left out
public record DataSet(Path location, Layout layout, List<Multitrack> songs, List<String> problems) {

  /// How the files of the songs are laid out.
  public enum Layout {
    /// Recognised from the files.
    AUTO,
    /// `train/` and `test/` with `*.stem.mp4`: mixture, drums, bass, other, vocals in five streams.
    MUSDB18,
    /// `SONG/STEM.wav`, or `train/SONG/STEM.wav` and `test/SONG/STEM.wav` as in MUSDB18-HQ; any
    /// kind of sound file.
    FOLDERS,
    /// Stereo files with the accompaniment on the left and the voice on the right.
    MIR_1K,
    /// A manifest of `isolator dataset`, `.jsonl`.
    MANIFEST
  }

  public DataSet {
    songs = List.copyOf(songs);
    problems = List.copyOf(problems);
  }

  /// Lists the songs; no sound is decoded.
  ///
  /// @param subset `train`, `test`, `all`, or a manifest's `split`; empty = `test` where there is a
  ///   choice, of a manifest `evaluation`
  /// @throws AudioException if there is no such data set, or nothing in it
  public static DataSet open(Path location, Layout layout, String subset) throws AudioException {
    if (!Files.exists(location)) {
      throw new AudioException(
          Kind.UNREADABLE,
          location.toString(),
          "no such file or folder, expected a data set; check the name");
    }
    NamedPipe.refuse(location);
    try {
      var found = layout == Layout.AUTO ? guess(location) : layout;
      var set =
          switch (found) {
            case MUSDB18 -> Musdb18.read(location, subset);
            case FOLDERS -> StemFolders.read(location, subset);
            case MIR_1K -> Mir1k.read(location);
            case MANIFEST -> ManifestSongs.read(location, subset);
            case AUTO -> throw new IllegalStateException("nothing was guessed");
          };
      if (set.songs().isEmpty() && set.problems().isEmpty()) {
        throw new AudioException(
            Kind.UNREADABLE,
            location.toString(),
            "holds no songs, expected folders SONG/STEM.wav, *.stem.mp4 files or a manifest .jsonl; --layout says which");
      }
      return set;
    } catch (IOException e) {
      if (e instanceof AudioException ours) {
        throw ours;
      }
      throw new AudioException(
          Kind.UNREADABLE,
          location.toString(),
          "cannot be read (%s); check its permissions".formatted(e),
          e);
    }
  }

  private static Layout guess(Path location) throws IOException {
    if (Files.isRegularFile(location)) {
      return Layout.MANIFEST;
    }
    for (var folder : List.of(location, location.resolve("test"), location.resolve("train"))) {
      if (files(folder).stream().anyMatch(Musdb18::isStemFile)) {
        return Layout.MUSDB18;
      }
    }
    boolean hasFolders = !folders(location).isEmpty();
    boolean hasSounds = files(location).stream().anyMatch(DataSet::isSound);
    boolean isMir1k = files(location.resolve("Wavfile")).stream().anyMatch(DataSet::isSound);
    return isMir1k || (hasSounds && !hasFolders) ? Layout.MIR_1K : Layout.FOLDERS;
  }

  /// The visible files in a folder, by name; none if there is no such folder.
  static List<Path> files(Path folder) throws IOException {
    return list(folder, false);
  }

  /// The visible folders in a folder, by name; none if there is no such folder.
  static List<Path> folders(Path folder) throws IOException {
    return list(folder, true);
  }

  private static List<Path> list(Path folder, boolean folders) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(path -> folders ? Files.isDirectory(path) : Files.isRegularFile(path))
          .filter(path -> !path.getFileName().toString().startsWith("."))
          .sorted()
          .toList();
    }
  }

  /// The folders that `subset` stands for: those of `test/` and `train/` there are, or the folder
  /// itself.
  static List<Path> subsets(Path location, String subset) throws IOException {
    var found = new ArrayList<Path>();
    for (var name : List.of("test", "train", "valid")) {
      if (Files.isDirectory(location.resolve(name))) {
        found.add(location.resolve(name));
      }
    }
    if (found.isEmpty()) {
      return List.of(location);
    }
    if (subset.equals("all")) {
      return found;
    }
    var wanted = location.resolve(subset.isEmpty() ? "test" : subset);
    if (found.contains(wanted)) {
      return List.of(wanted);
    }
    if (subset.isEmpty()) {
      return found;
    }
    throw new AudioException(
        Kind.UNREADABLE,
        location.toString(),
        "has no subset '%s', expected one of %s, or all"
            .formatted(
                subset,
                String.join(
                    ", ", found.stream().map(path -> path.getFileName().toString()).toList())));
  }

  /// Whether a file's name says that it is sound.
  static boolean isSound(Path file) {
    return switch (extension(file)) {
      case "wav", "flac", "mp3", "m4a", "mp4", "opus", "ogg", "oga", "aif", "aiff", "wma" -> true;
      default -> false;
    };
  }

  /// The ending of a file's name in small letters, without the dot.
  static String extension(Path file) {
    var name = file.getFileName().toString();
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }

  /// A file's name without its ending.
  static String stemOf(Path file) {
    var name = file.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return dot <= 0 ? name : name.substring(0, dot);
  }
}
