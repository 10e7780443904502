package dev.isolator.cli;

import dev.isolator.Separation;
import dev.isolator.SeparationResult;
import dev.isolator.Separator;
import dev.isolator.audio.AudioException;
import dev.isolator.audio.AudioException.Kind;
import dev.isolator.model.ModelException;
import dev.isolator.render.RenderOptions;
import dev.isolator.render.Rendering;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/// Takes songs apart with one model, as [EachSong] goes through them.
final class Batch {
  private final Console console;
  private final Separator separator;
  private final Plan plan;
  private final SongReport report;

  /// What is done with every song.
  ///
  /// @param directory the folder that the stems are written below
  /// @param startSeconds from here
  /// @param durationSeconds so much, +∞ = to the end
  /// @param showProgress whether to show how far a song is
  record Plan(
      Path directory,
      RenderOptions rendering,
      double startSeconds,
      double durationSeconds,
      boolean showProgress) {}

  Batch(Console console, Separator separator, Plan plan, SongReport report) {
    this.console = console;
    this.separator = separator;
    this.plan = plan;
    this.report = report;
  }

  /// Returns when all songs were tried, or Ctrl-C came.
  void run(List<Song> songs) {
    EachSong.run(songs, report, this::separate);
  }

  private void separate(Song song, String name, Set<Path> inputs, Interrupt interrupt)
      throws AudioException, ModelException {
    var files = Rendering.files(plan.directory, name, separator.card().stems(), plan.rendering);
    for (var file : files) {
      if (inputs.contains(file.toAbsolutePath().normalize())) {
        throw new AudioException(
            Kind.UNWRITABLE,
            song.shown(),
            "its stem %s would replace a song of this batch; choose another -o or --name"
                .formatted(file));
      }
    }
    var existing = files.stream().filter(Files::exists).toList();
    if (!existing.isEmpty()) {
      switch (plan.rendering.overwrite()) {
        case REFUSE -> throw exists(song, existing);
        case SKIP -> {
          if (existing.size() == files.size()) {
            report.skipped(song.shown(), existing);
            return;
          }
        }
        case OVERWRITE -> {}
      }
    }
    var separation = open(song).named(name).render(plan.rendering);
    separation.part(plan.startSeconds, plan.durationSeconds);
    interrupt.watch(separation);
    SeparationResult result;
    try (var progress = ProgressDisplay.of(console, song.shown(), plan.showProgress)) {
      result = separation.onProgress(progress).writeTo(plan.directory);
    }
    report.done(song.shown(), separator.accelerator(), result);
  }

  private Separation open(Song song) {
    var file = song.file();
    return file == null ? separator.separate(console.in(), "-") : separator.separate(file);
  }

  private static AudioException exists(Song song, List<Path> existing) {
    return new AudioException(
        Kind.UNWRITABLE,
        song.shown(),
        "%s exists; --overwrite replaces it, --skip-existing leaves such songs out"
            .formatted(existing.getFirst()));
  }
}
