package dev.isolator.evaluate.songs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Whether a file is still the same: its name, size and time of change in words.
public final class FileState {
  private FileState() {}

  public static String of(Path file) {
    try {
      return "%s %d %s".formatted(file, Files.size(file), Files.getLastModifiedTime(file));
    } catch (IOException e) {
      return "%s %s".formatted(file, e); // whoever reads the file will say the same to the user
    }
  }

  /// The states of all files of a song, and which parts of them are meant.
  public static String of(Song song) {
    var text = new StringBuilder();
    song.stems().forEach((name, sound) -> text.append(name).append(' ').append(of(sound)));
    if (song.mixture() != null) {
      text.append(of(song.mixture()));
    }
    return text.toString();
  }

  private static String of(Sound sound) {
    return "%s %d %d %s %s\n"
        .formatted(
            of(sound.file()),
            sound.track(),
            sound.channel(),
            sound.startSeconds(),
            sound.durationSeconds());
  }
}
