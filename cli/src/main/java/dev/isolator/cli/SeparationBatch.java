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

/// Separates songs, one after the other, with one model.
final class SeparationBatch {
  private final Console console;
  private final Separator separator;
  private final Options options;
  private final SongReport report;

  /// What is the same for all songs.
  ///
  /// @param choice which stems of the model are written
  /// @param directory the folder that the stems are written below
  /// @param startSeconds where the part of each song begins
  /// @param durationSeconds how long the part is, +∞ = to the song's end
  /// @param showProgress whether to show the progress of each song
  record Options(
      StemChoice choice,
      Path directory,
      RenderOptions rendering,
      double startSeconds,
      double durationSeconds,
      boolean showProgress) {}

  SeparationBatch(Console console, Separator separator, Options options, SongReport report) {
    this.console = console;
    this.separator = separator;
    this.options = options;
    this.report = report;
  }

  /// Returns when all songs are done or have failed, or after Ctrl-C.
  void run(List<SongInput> songs) {
    SequentialBatch.run(songs, report, this::separate);
  }

  private void separate(SongInput song, String name, Set<Path> inputs, Interrupt interrupt)
      throws AudioException, ModelException {
    var choice = options.choice;
    var files = Rendering.files(options.directory, name, choice.stems(), options.rendering);
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
      switch (options.rendering.overwrite()) {
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
    var separation = open(song).named(name).render(options.rendering);
    if (!choice.single().isEmpty()) {
      separation.beside(choice.single(), StemChoice.rest(choice.single()));
    }
    separation.part(options.startSeconds, options.durationSeconds);
    interrupt.watch(separation);
    SeparationResult result;
    try (var progress = ProgressDisplay.of(console, song.shown(), options.showProgress)) {
      result = separation.onProgress(progress).writeTo(options.directory);
    }
    if (result.stems().isEmpty() && !result.skipped().isEmpty()) {
      report.skipped(song.shown(), result.skipped()); // by another program, meanwhile
    } else {
      report.done(song.shown(), separator.accelerator(), result);
    }
  }

  private Separation open(SongInput song) {
    var file = song.file();
    return file == null ? separator.separate(console.in(), "-") : separator.separate(file);
  }

  private static AudioException exists(SongInput song, List<Path> existing) {
    return new AudioException(
        Kind.UNWRITABLE,
        song.shown(),
        "%s exists; --overwrite replaces it, --skip-existing leaves such songs out"
            .formatted(existing.getFirst()));
  }
}
