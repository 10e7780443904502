package dev.isolator.cli;

import dev.isolator.Separation;
import dev.isolator.Separator;
import dev.isolator.VoiceActivity;
import dev.isolator.audio.AudioException;
import dev.isolator.audio.AudioException.Kind;
import dev.isolator.model.ModelException;
import dev.isolator.render.OverwritePolicy;
import dev.isolator.separation.StemReceiver;
import dev.isolator.voice.Hysteresis;
import dev.isolator.voice.VoiceLabels;
import dev.isolator.voice.VoiceSource;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Listens to songs with one model, as [EachSong] goes through them.
final class ActivityBatch {
  private final Console console;
  private final Separator separator;
  private final Plan plan;
  private final SongReport report;

  /// What is done with every song.
  ///
  /// @param file of the only song; null for a folder or standard output
  /// @param folder of all songs' files; null for a file or standard output
  /// @param collision what becomes of files that exist
  /// @param startSeconds from here
  /// @param durationSeconds so much, +∞ = to the end
  /// @param showProgress whether to show how far a song is
  record Plan(
      ActivityFormat format,
      @Nullable Path file,
      @Nullable Path folder,
      OverwritePolicy collision,
      Hysteresis hysteresis,
      double startSeconds,
      double durationSeconds,
      boolean showProgress) {
    boolean toStandardOutput() {
      return file == null && folder == null;
    }
  }

  ActivityBatch(Console console, Separator separator, Plan plan, SongReport report) {
    this.console = console;
    this.separator = separator;
    this.plan = plan;
    this.report = report;
  }

  /// Returns when all songs were tried, or Ctrl-C came.
  void run(List<Song> songs) {
    EachSong.run(
        songs,
        report,
        (song, name, inputs, interrupt) -> listen(song, target(name), inputs, interrupt));
  }

  private @Nullable Path target(String name) {
    var folder = plan.folder;
    return folder == null ? plan.file : folder.resolve(name + "." + plan.format.ending);
  }

  private void listen(Song song, @Nullable Path target, Set<Path> inputs, Interrupt interrupt)
      throws AudioException, ModelException {
    if (target != null && isTaken(song, target, inputs)) {
      report.skipped(song.shown(), List.of(target));
      return;
    }
    var file = song.file();
    var separation =
        file == null ? separator.separate(console.in(), "-") : separator.separate(file);
    separation.part(plan.startSeconds, plan.durationSeconds);
    interrupt.watch(separation);
    var outline = new WaveOutline();
    VoiceActivity activity = listen(song, separation, outline);
    byte[] told = told(song, activity, outline);
    if (target == null) {
      print(song, activity, told);
    } else {
      WholeFile.write(target, told);
      report.done(summary(song, activity, target), "");
    }
  }

  private VoiceActivity listen(Song song, Separation separation, WaveOutline outline)
      throws AudioException, ModelException {
    StemReceiver drawing =
        plan.format == ActivityFormat.PNG
            ? (stems, mix, frames) -> outline.add(mix, frames)
            : (stems, mix, frames) -> {};
    try (var progress = ProgressDisplay.of(console, song.shown(), plan.showProgress)) {
      return separation.onProgress(progress).activity(plan.hysteresis, drawing);
    }
  }

  /// Whether the file exists and the song is to be left out then.
  private boolean isTaken(Song song, Path target, Set<Path> inputs) throws AudioException {
    if (inputs.contains(target.toAbsolutePath().normalize())) {
      throw new AudioException(
          Kind.UNWRITABLE,
          song.shown(),
          "its result %s would replace a song of this batch; choose another -o".formatted(target));
    }
    if (!Files.exists(target)) {
      return false;
    }
    return switch (plan.collision) {
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

  private byte[] told(Song song, VoiceActivity activity, WaveOutline outline) {
    var timeline = activity.timeline();
    return switch (plan.format) {
      case AUDACITY -> utf8(VoiceLabels.audacity(timeline, label(activity.source())));
      case CSV -> utf8(VoiceLabels.csv(timeline, activity.source()));
      case JSON -> utf8(ActivityJson.done(song.shown(), plan.hysteresis, activity).line() + "\n");
      case PNG -> ActivityPicture.png(activity, outline, plan.startSeconds);
    };
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String label(VoiceSource source) {
    return switch (source) {
      case NETWORK -> "voice";
      case STEM_ENERGY -> "voice (stem energy)";
    };
  }

  private void print(Song song, VoiceActivity activity, byte[] told) {
    if (plan.format == ActivityFormat.JSON) {
      report.done("", ActivityJson.done(song.shown(), plan.hysteresis, activity).line());
      return;
    }
    report.done("", "");
    console.out().print(new String(told, StandardCharsets.UTF_8));
    console.out().flush();
  }

  private static String summary(Song song, VoiceActivity activity, Path target) {
    var line =
        new StringBuilder(
            "%s: %s of voice in %s, %d spans, by %s: %s"
                .formatted(
                    song.shown(),
                    Seconds.shown(activity.timeline().seconds()),
                    Seconds.shown(activity.frames() / (double) activity.input().sampleRate()),
                    activity.timeline().spans().size(),
                    activity.source().words(),
                    target));
    activity.notes().forEach(note -> line.append("; ").append(note));
    return line.toString();
  }
}
