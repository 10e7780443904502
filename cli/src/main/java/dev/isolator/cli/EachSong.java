package dev.isolator.cli;

import dev.isolator.audio.AudioException;
import dev.isolator.model.ModelException;
import dev.isolator.render.SongNames;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;

/// One song after the other. A song that fails is told and does not stop the next one; Ctrl-C does.
final class EachSong {
  private EachSong() {}

  /// What is done with a song.
  @FunctionalInterface
  interface Task {
    /// Takes one song.
    ///
    /// @param name of its results, which no other song of the batch has
    /// @param inputs files of all songs, which no result may replace
    /// @param interrupt to be given what Ctrl-C is to stop
    void run(Song song, String name, Set<Path> inputs, Interrupt interrupt)
        throws AudioException, ModelException;
  }

  /// Returns when all songs were tried, or Ctrl-C came.
  static void run(List<Song> songs, SongReport report, Task task) {
    var names = new SongNames();
    var inputs = new HashSet<Path>();
    songs.forEach(song -> song.addPaths(inputs));
    try (var interrupt = new Interrupt()) {
      for (var song : songs) {
        var name = names.claim(song.name()); // also for songs that fail: names depend on no luck
        try {
          task.run(song, name, inputs, interrupt);
        } catch (CancellationException e) {
          report.cancelled(song.shown()); // before the process may end, which close() allows
          return;
        } catch (AudioException | ModelException | RuntimeException e) {
          report.failed(song.shown(), e);
        }
      }
    }
  }
}
