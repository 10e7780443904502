package dev.isolator.cli;

import dev.isolator.Separation;
import dev.isolator.Separator;
import dev.isolator.VoiceActivity;
import dev.isolator.audio.AudioException;
import dev.isolator.audio.AudioException.Kind;
import dev.isolator.audio.Counted;
import dev.isolator.file.AtomicFile;
import dev.isolator.model.ModelException;
import dev.isolator.render.OverwritePolicy;
import dev.isolator.separation.MixReceiver;
import dev.isolator.voice.Hysteresis;
import dev.isolator.voice.VoiceLabels;
import dev.isolator.voice.VoiceSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Finds the voice activity of songs, one after the other, with one model.
final class ActivityBatch {
  private final Console console;
  private final Separator separator;
  private final Options options;
  private final SongReport report;

  /// What is the same for all songs.
  ///
  /// @param file of the only song; null for a folder or standard output
  /// @param folder of all songs' files; null for a file or standard output
  /// @param collision what to do where a file exists
  /// @param startSeconds where the part of each song begins
  /// @param durationSeconds how long the part is, +∞ = to the song's end
  /// @param showProgress whether to show the progress of each song
  record Options(
      ActivityFormat format,
      @Nullable Path file,
      @Nullable Path folder,
      OverwritePolicy collision,
      Hysteresis hysteresis,
      double startSeconds,
      double durationSeconds,
      boolean showProgress) {
    Options withHysteresis(Hysteresis thresholds) {
      return new Options(
          format, file, folder, collision, thresholds, startSeconds, durationSeconds, showProgress);
    }

    boolean toStandardOutput() {
      return file == null && folder == null;
    }
  }

  ActivityBatch(Console console, Separator separator, Options options, SongReport report) {
    this.console = console;
    this.separator = separator;
    this.options = options;
    this.report = report;
  }

  /// Returns when all songs are done or have failed, or after Ctrl-C.
  void run(List<SongInput> songs) {
    SequentialBatch.run(
        songs,
        report,
        (song, name, inputs, interrupt) -> listen(song, target(name), inputs, interrupt));
  }

  private @Nullable Path target(String name) {
    var folder = options.folder;
    return folder == null ? options.file : folder.resolve(name + "." + options.format.ending);
  }

  private void listen(SongInput song, @Nullable Path target, Set<Path> inputs, Interrupt interrupt)
      throws AudioException, ModelException {
    if (target != null && isTaken(song, target, inputs)) {
      report.skipped(song.shown(), List.of(target));
      return;
    }
    var file = song.file();
    var separation =
        file == null ? separator.separate(console.in(), "-") : separator.separate(file);
    separation.part(options.startSeconds, options.durationSeconds);
    interrupt.watch(separation);
    var outline = new WaveformPeaks();
    VoiceActivity activity = listen(song, separation, outline);
    byte[] content = content(song, activity, outline);
    if (target == null) {
      print(song, activity, content);
    } else {
      if (write(song, target, content)) {
        report.done(summary(song, activity, target), "");
      } else {
        report.skipped(song.shown(), List.of(target)); // written by another program, meanwhile
      }
    }
  }

  /// Writes a file in one step; its folder is made if missing.
  ///
  /// @return false if it exists by now and is to stay
  private boolean write(SongInput song, Path target, byte[] bytes) throws AudioException {
    try {
      Files.createDirectories(AtomicFile.folderOf(target));
      if (options.collision == OverwritePolicy.OVERWRITE) {
        AtomicFile.write(target, bytes);
        return true;
      }
      try (var file = AtomicFile.beside(target)) {
        Files.write(file.temporary(), bytes);
        return file.moveToNew(target) || !isTaken(song, target, Set.of());
      }
    } catch (AudioException e) {
      throw e;
    } catch (IOException e) {
      throw AudioException.unwritable(target.toString(), e);
    }
  }

  private VoiceActivity listen(SongInput song, Separation separation, WaveformPeaks outline)
      throws AudioException, ModelException {
    MixReceiver drawing =
        options.format == ActivityFormat.PNG
            ? (mix, frames) -> outline.add(mix, frames)
            : (mix, frames) -> {};
    try (var progress = ProgressDisplay.of(console, song.shown(), options.showProgress)) {
      return separation.onProgress(progress).activity(options.hysteresis, drawing);
    }
  }

  /// Whether the song is left out because its file exists.
  private boolean isTaken(SongInput song, Path target, Set<Path> inputs) throws AudioException {
    if (inputs.contains(target.toAbsolutePath().normalize())) {
      throw new AudioException(
          Kind.UNWRITABLE,
          song.shown(),
          "its result %s would replace a song of this batch; choose another -o".formatted(target));
    }
    if (!Files.exists(target)) {
      return false;
    }
    return switch (options.collision) {
      case REFUSE ->
          throw new AudioException(
              Kind.UNWRITABLE,
              song.shown(),
              "%s exists; --overwrite replaces it, --skip-existing leaves such songs out"
                  .formatted(target));
      case SKIP -> true;
      case OVERWRITE -> false;
    };
  }

  private byte[] content(SongInput song, VoiceActivity activity, WaveformPeaks outline) {
    var timeline = activity.timeline();
    return switch (options.format) {
      case AUDACITY -> utf8(VoiceLabels.audacity(timeline, label(activity.source())));
      case CSV -> utf8(VoiceLabels.csv(timeline, activity.source()));
      case JSON ->
          utf8(ActivityJson.done(song.shown(), options.hysteresis, activity).line() + "\n");
      case PNG -> ActivityPicture.png(activity, outline, options.startSeconds);
    };
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String label(VoiceSource source) {
    return switch (source) {
      case DETECTOR, NETWORK -> "voice";
      case STEM_ENERGY -> "voice (stem energy)";
    };
  }

  private void print(SongInput song, VoiceActivity activity, byte[] content) {
    if (options.format == ActivityFormat.JSON) {
      report.done("", ActivityJson.done(song.shown(), options.hysteresis, activity).line());
      return;
    }
    report.done("", "");
    console.out().print(new String(content, StandardCharsets.UTF_8));
    console.out().flush();
  }

  private static String summary(SongInput song, VoiceActivity activity, Path target) {
    var line =
        new StringBuilder(
            "%s: %s of voice in %s, %s, by %s: %s"
                .formatted(
                    song.shown(),
                    Seconds.shown(activity.timeline().seconds()),
                    Seconds.shown(activity.frames() / (double) activity.input().sampleRate()),
                    Counted.of(activity.timeline().spans().size(), "span"),
                    activity.source().words(),
                    target));
    activity.notes().forEach(note -> line.append("; ").append(note));
    return line.toString();
  }
}
