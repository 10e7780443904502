package dev.isolator.cli;

import dev.isolator.Separator;
import dev.isolator.SeparatorOptions;
import dev.isolator.audio.AudioException;
import dev.isolator.cli.SongReport.Style;
import dev.isolator.model.ModelException;
import dev.isolator.render.Remix;
import dev.isolator.render.RenderOptions;
import dev.isolator.render.Rendering;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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
import picocli.CommandLine.TypeConversionException;

/// `isolator separate FILE…`: separates songs, one after the other, with one model.
@Command(
    name = "separate",
    header = "Take songs apart into voice and music.",
    description = {
      "",
      "Writes DIR/SONG/vocals.wav and DIR/SONG/music.wav for every song. The stems have the song's"
          + " length, rate and channels, and sum to it.",
      "Of a folder all songs below it are taken; hidden files and files made by Isolator are"
          + " skipped. A song that fails does not stop those after it; the exit code is then"
          + " that of the first failure.",
      ""
    },
    sortOptions = false,
    abbreviateSynopsis = true,
    footer = {
      "",
      "Examples:",
      "  isolator separate song.mp3",
      "  isolator separate --keep music --format mp3 -o karaoke Songs/",
      "  isolator separate --mix \"guide:vocals=-12dB\" song.flac",
      "  isolator separate -- -song-that-starts-with-a-dash.mp3",
      "  curl -s https://example.org/song.ogg | isolator separate -"
    })
final class SeparateCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "Sound files, videos, folders; - is standard input.")
  private List<String> arguments = List.of();

  @ArgGroup(validate = false, heading = "%nOutput:%n")
  private OutputOptions output = new OutputOptions();

  @Mixin private PartOptions part = new PartOptions();

  @ArgGroup(validate = false, heading = "%nModel and masks:%n")
  private SeparationOptions separation = new SeparationOptions();

  @ArgGroup(validate = false, heading = "%nLimits, against hostile and broken files:%n")
  private LimitOptions limits = new LimitOptions();

  @Option(
      names = "--json",
      description = "Print one line of JSON per song; docs/cli.md names its keys.")
  private boolean json;

  @Option(
      names = {"-q", "--quiet"},
      description = "Print errors only.")
  private boolean quiet;

  @Spec private CommandSpec spec = CommandSpec.create(); // replaced by picocli

  SeparateCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws ModelException {
    RenderOptions rendering;
    SeparatorOptions separating;
    try {
      part.check();
      rendering = output.toRenderOptions();
      separating = separation.toSeparatorOptions(limits.toLimits()).withTrack(part.soundTrack());
    } catch (IllegalArgumentException e) {
      throw usage(String.valueOf(e.getMessage()));
    }
    var found = SongFinder.find(arguments);
    if (found.songs().size() > 1 && !output.pattern.contains("{song}")) {
      throw usage(
          "--name %s gives all songs the same files; put {song} in".formatted(output.pattern));
    }
    return separate(found, rendering, separating).number();
  }

  private ExitCode separate(
      SongFinder.Found found, RenderOptions rendering, SeparatorOptions separating)
      throws ModelException {
    var style = json ? Style.JSON : quiet ? Style.NOTHING : Style.TEXT;
    var report =
        new SongReport(
            console,
            style,
            isDebugging(),
            (song, code, message) -> SongJson.failed(song, code, message).line());
    report.found(found, !quiet);
    if (!found.songs().isEmpty()) {
      try (var separator = open(separating, found.songs(), report)) {
        if (separator == null) {
          return report.end();
        }
        var choice = choice(separator.card().stems(), rendering);
        var place = separator.accelerator();
        if (place.contains(": ") && !quiet) {
          console.err().println("isolator: runs on " + place);
        }
        var options =
            new SeparationBatch.Options(
                choice,
                output.directory,
                rendering.withKeep(choice.keep()).withRemixes(remixes(choice.stems(), rendering)),
                part.start,
                part.duration,
                !quiet);
        new SeparationBatch(console, separator, options, report).run(found.songs());
      }
    }
    return report.end();
  }

  /// Reads `--mix`.
  static Remix remix(String text) {
    try {
      return Remix.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }

  /// Opens the model. With `--json` a failure is a line for each song, and null is returned.
  private @Nullable Separator open(
      SeparatorOptions separating, List<SongInput> songs, SongReport report) throws ModelException {
    try {
      return Separator.open(separating);
    } catch (ModelException | LinkageError | OutOfMemoryError e) {
      if (!json) {
        throw e;
      }
      report.failed(songs, e);
      return null;
    }
  }

  /// Which stems are written; refuses names that the model does not have, and two of one name.
  private StemChoice choice(List<String> model, RenderOptions rendering) {
    try {
      var choice = output.choice(model);
      var remixes = remixes(choice.stems(), rendering);
      for (var remix : remixes) {
        for (var name : remix.gainsDb().keySet()) {
          if (!choice.stems().contains(name)) {
            throw usage(
                "the %s %s, not %s"
                    .formatted(
                        choice.single().isEmpty() ? "model's stems are" : "stems are then",
                        String.join(", ", choice.stems()),
                        name));
          }
        }
      }
      Rendering.files(
          output.directory,
          "SONG",
          choice.stems(),
          rendering.withKeep(choice.keep()).withRemixes(remixes));
      return choice;
    } catch (IllegalArgumentException | AudioException e) {
      throw usage(String.valueOf(e.getMessage()));
    }
  }

  /// The remixes with the model's own names of stems.
  private static List<Remix> remixes(List<String> stems, RenderOptions rendering) {
    var remixes = new ArrayList<Remix>();
    for (var remix : rendering.remixes()) {
      var gains = new LinkedHashMap<String, Double>();
      remix.gainsDb().forEach((stem, gain) -> gains.put(StemChoice.named(stem, stems), gain));
      remixes.add(new Remix(remix.name(), gains));
    }
    return remixes;
  }

  private boolean isDebugging() {
    return spec.root().findOption("--debug").getValue();
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
