package dev.isolator.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Options that people know from Demucs, Spleeter and FFmpeg. Those that mean the same as one of
/// ours are taken as it; for the others the error names ours. `docs/cli.md` lists them.
final class FamiliarOptions {
  /// The commands that take them.
  private static final Set<String> COMMANDS = Set.of("separate", "activity");

  /// Option of theirs to option of ours; a value that follows stays.
  private static final Map<String, String> SAME =
      Map.ofEntries(
          Map.entry("-n", "--model"), // Demucs
          Map.entry("-m", "--model"), // audio-separator
          Map.entry("-d", "--accelerator"), // Demucs
          Map.entry("--device", "--accelerator"),
          Map.entry("--out", "--output"), // Demucs
          Map.entry("--mp3", "--format=mp3"),
          Map.entry("--flac", "--format=flac"),
          Map.entry("--float32", "--bits=32f"),
          Map.entry("--int24", "--bits=24"),
          Map.entry("--mp3-bitrate", "--bitrate"),
          Map.entry("-b:a", "--bitrate"), // FFmpeg
          Map.entry("-ss", "--start"),
          Map.entry("-t", "--duration"),
          Map.entry("-y", "--overwrite"),
          Map.entry("--force", "--overwrite"));

  /// Option of theirs to what to do instead.
  private static final Map<String, String> DIFFERENT =
      Map.ofEntries(
          Map.entry("-j", "songs are separated one after the other; --threads sets the threads"),
          Map.entry(
              "--jobs", "songs are separated one after the other; --threads sets the threads"),
          Map.entry("-i", "songs need no option before them: isolator separate song.mp3"),
          Map.entry("-c", "--format mp3 chooses the format, --bitrate 320 its quality"),
          Map.entry("-c:a", "--format mp3 chooses the format, --bitrate 320 its quality"),
          Map.entry("--codec", "--format mp3 chooses the format, --bitrate 320 its quality"),
          Map.entry("-f", "--format mp3 chooses the format"),
          Map.entry("--output_format", "--format mp3 chooses the format"),
          Map.entry("-b", "--bitrate 320 sets the bit rate"),
          Map.entry("-to", "--duration 20 takes so much"),
          Map.entry("--output_dir", "-o chooses the folder"),
          Map.entry("--output_path", "-o chooses the folder"),
          Map.entry("-p", "--model studio-4 chooses a model"),
          Map.entry("--filename", "--name {song}/{stem} makes the names"),
          Map.entry("--filename_format", "--name {song}/{stem} makes the names"),
          Map.entry("--single_stem", "--keep vocals writes one stem"),
          Map.entry("--clip-mode", "--clip gain, saturate or float says what happens"),
          Map.entry("--cpu", "--accelerator cpu runs it there"),
          Map.entry("--gpu", "--accelerator cuda runs it there"),
          Map.entry("--shifts", "--quality best averages shifted answers; leave it out"),
          Map.entry("--overlap", "the model's card fixes this; leave it out"),
          Map.entry("--segment", "the model's card fixes this; leave it out"),
          Map.entry("--no-split", "the model's card fixes this; leave it out"),
          Map.entry("-v", "--debug shows the stack trace of what went wrong"),
          Map.entry("--verbose", "--debug shows the stack trace of what went wrong"));

  private FamiliarOptions() {}

  /// A command line with our options in place of theirs. After `--` nothing is an option.
  static String[] translated(String... args) {
    if (args.length == 0 || !COMMANDS.contains(args[0])) {
      return args;
    }
    var words = new ArrayList<String>();
    boolean options = true;
    for (var arg : args) {
      options &= !arg.equals("--");
      words.add(options ? translated(arg) : arg);
    }
    return words.toArray(String[]::new);
  }

  private static String translated(String arg) {
    int equals = arg.startsWith("--") ? arg.indexOf('=') : -1;
    var name = equals < 0 ? arg : arg.substring(0, equals);
    var ours = SAME.get(name);
    return ours == null || (equals >= 0 && ours.contains("="))
        ? arg
        : ours + (equals < 0 ? "" : arg.substring(equals));
  }

  /// What to do instead of an option that is none of ours; null if it is not known.
  static @Nullable String insteadOf(List<String> unknown) {
    for (var option : unknown) {
      int equals = option.indexOf('=');
      var advice = DIFFERENT.get(equals < 0 ? option : option.substring(0, equals));
      if (advice != null) {
        return advice;
      }
    }
    return null;
  }
}
