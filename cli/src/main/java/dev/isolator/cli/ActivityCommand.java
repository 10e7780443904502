package dev.isolator.cli;

import dev.isolator.Separator;
import dev.isolator.SeparatorOptions;
import dev.isolator.cli.SongReport.Style;
import dev.isolator.model.ModelException;
import dev.isolator.render.OverwritePolicy;
import dev.isolator.voice.Hysteresis;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `isolator activity FILE…`: where somebody sings.
@Command(
    name = "activity",
    header = "Find out where somebody sings.",
    description = {
      "",
      "Prints a label track for Audacity, JSON or a table, or draws the waveform with the voice"
          + " shaded. A model of its own says where somebody sings, without taking the song apart;"
          + " with --by own the model that separates does, by its voice output or the energy of its"
          + " vocal stem. The result says which.",
      ""
    },
    sortOptions = false,
    abbreviateSynopsis = true,
    footer = {
      "",
      "Examples:",
      "  isolator activity song.mp3",
      "  isolator activity song.mp3 -o song.png",
      "  isolator activity --format csv -o labels Songs/",
      "  curl -s https://example.org/song.ogg | isolator activity --format json -"
    })
final class ActivityCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "Sound files, videos, folders; - is standard input.")
  private List<String> arguments = List.of();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description =
          "One of: audacity, json, csv, png. Default: by the ending of -o (.txt, .json, .csv,"
              + " .png), else audacity")
  private @Nullable ActivityFormat format;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE|DIR",
      description =
          "The file to write; of several songs, the folder. Default: standard output; of pictures,"
              + " this folder")
  private @Nullable Path output;

  @Option(names = "--overwrite", description = "Replace files that exist.")
  private boolean overwrite;

  @Option(
      names = "--skip-existing",
      description = "Leave out songs whose files exist. Default: refuse them")
  private boolean skipExisting;

  @Mixin private PartOptions part = new PartOptions();

  @ArgGroup(validate = false, heading = "%nModel and thresholds:%n")
  private ActivityOptions listening = new ActivityOptions();

  @ArgGroup(validate = false, heading = "%nLimits, against hostile and broken files:%n")
  private LimitOptions limits = new LimitOptions();

  @Option(
      names = {"-q", "--quiet"},
      description = "Print only the results and errors.")
  private boolean quiet;

  @Spec private CommandSpec spec = CommandSpec.create(); // replaced by picocli

  ActivityCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws ModelException {
    SeparatorOptions separating;
    try {
      part.check();
      listening.check();
      separating = listening.toSeparatorOptions(limits.toLimits()).withTrack(part.soundTrack());
    } catch (IllegalArgumentException e) {
      throw usage(String.valueOf(e.getMessage()));
    }
    if (overwrite && skipExisting) {
      throw usage("--overwrite and --skip-existing exclude each other");
    }
    var found = SongFinder.find(arguments);
    var options = options(found.songs().size());
    boolean lines = options.toStandardOutput() && options.format() == ActivityFormat.JSON;
    var style =
        lines ? Style.JSON : quiet || options.toStandardOutput() ? Style.NOTHING : Style.TEXT;
    var report =
        new SongReport(
            console,
            style,
            spec.root().findOption("--debug").getValue(),
            (song, code, message) -> ActivityJson.failed(song, code, message).line());
    report.found(found, !quiet);
    if (!found.songs().isEmpty()) {
      try (var separator = open(separating, lines, found.songs(), report)) {
        if (separator == null) {
          return report.end().number();
        }
        var thresholds = hysteresis(separator);
        new ActivityBatch(console, separator, options.withHysteresis(thresholds), report)
            .run(found.songs());
      }
    }
    return report.end().number();
  }

  /// The thresholds that were given, else the model's.
  private Hysteresis hysteresis(Separator separator) {
    try {
      return listening.hysteresis(separator.hysteresis());
    } catch (IllegalArgumentException e) {
      throw usage(String.valueOf(e.getMessage()));
    }
  }

  /// Opens the model, and refuses one that cannot know, before a song is read. With lines of JSON a
  /// failure is a line for each song, and null is returned.
  private static @Nullable Separator open(
      SeparatorOptions separating, boolean lines, List<SongInput> songs, SongReport report)
      throws ModelException {
    try {
      var separator = Separator.listening(separating);
      try {
        separator.voiceSource();
      } catch (ModelException e) {
        separator.close();
        throw e;
      }
      return separator;
    } catch (ModelException | LinkageError | OutOfMemoryError e) {
      if (!lines) {
        throw e;
      }
      report.failed(songs, e);
      return null;
    }
  }

  private ActivityBatch.Options options(int songs) {
    boolean one = arguments.size() == 1 && !new File(arguments.getFirst()).isDirectory();
    Path file = null;
    Path folder = null;
    if (output != null) {
      boolean asFolder = Files.isDirectory(output) || !one;
      file = asFolder ? null : output;
      folder = asFolder ? output : null;
    }
    var ending = file == null ? null : ActivityFormat.of(file);
    if (file != null && format == null && ending == null) {
      throw usage(
          "%s: expected a name that ends in .txt, .json, .csv or .png, or a --format"
              .formatted(file));
    }
    var chosen = format != null ? format : ending != null ? ending : ActivityFormat.AUDACITY;
    if (output == null && chosen == ActivityFormat.PNG) {
      folder = Path.of("");
    }
    boolean printed = file == null && folder == null;
    if (printed && songs > 1 && chosen != ActivityFormat.JSON) {
      throw usage(
          "%d songs in one stream cannot be told apart; choose a folder with -o, or --format json"
              .formatted(songs));
    }
    var collision =
        overwrite
            ? OverwritePolicy.OVERWRITE
            : skipExisting ? OverwritePolicy.SKIP : OverwritePolicy.REFUSE;
    return new ActivityBatch.Options(
        chosen, file, folder, collision, Hysteresis.defaults(), part.start, part.duration, !quiet);
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
