package dev.isolator.evaluate.songs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A file's path, size and time of modification as text: where it differs, the file has changed.
public final class FileFingerprint {
  private FileFingerprint() {}

  public static String of(Path file) {
    try {
      return "%s %d %s".formatted(file, Files.size(file), Files.getLastModifiedTime(file));
    } catch (IOException e) {
      return "%s %s".formatted(file, e); // reading the file will fail, too, and report it
    }
  }

  /// The states of all files of a song, and which parts of them are meant.
  public static String of(Multitrack song) {
    var text = new StringBuilder();
    song.stems().forEach((name, sound) -> text.append(name).append(' ').append(of(sound)));
    if (song.mixture() != null) {
      text.append(of(song.mixture()));
    }
    return text.toString();
  }

  private static String of(AudioRegion sound) {
    return "%s %d %d %s %s\n"
        .formatted(
            of(sound.file()),
            sound.track(),
            sound.channel(),
            sound.startSeconds(),
            sound.durationSeconds());
  }
}
