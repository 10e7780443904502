package dev.isolator.cli;

import dev.isolator.audio.AudioException;
import dev.isolator.model.ModelException;
import dev.isolator.render.SongNames;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;

/// Runs a task for one song after the other. A song that fails is reported and does not stop those
/// after it; Ctrl-C stops the batch.
final class SequentialBatch {
  private SequentialBatch() {}

  /// The task.
  @FunctionalInterface
  interface Task {
    /// Does it for one song.
    ///
    /// @param name for its results; no other song of the batch has it
    /// @param inputs the files of all songs, none of which a result may replace
    /// @param interrupt is given the separation that Ctrl-C shall cancel
    void run(SongInput song, String name, Set<Path> inputs, Interrupt interrupt)
        throws AudioException, ModelException;
  }

  /// Returns when all songs are done or have failed, or after Ctrl-C.
  static void run(List<SongInput> songs, SongReport report, Task task) {
    var names = new SongNames();
    var inputs = new HashSet<Path>();
    songs.forEach(song -> song.addPaths(inputs));
    try (var interrupt = new Interrupt()) {
      for (var song : songs) {
        var name =
            names.claim(
                song.name()); // also for songs that fail, so that names do not depend on failures
        try {
          task.run(song, name, inputs, interrupt);
        } catch (CancellationException e) {
          report.cancelled(song.shown()); // before close(), after which the process may end
          return;
        } catch (Throwable e) { // memory and natives too: the next song may do with less
          report.failed(song.shown(), e);
        }
      }
    }
  }
}
