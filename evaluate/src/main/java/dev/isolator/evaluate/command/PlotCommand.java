package dev.isolator.evaluate.command;

import dev.isolator.Separator;
import dev.isolator.SeparatorOptions;
import dev.isolator.audio.AudioException;
import dev.isolator.audio.AudioException.Kind;
import dev.isolator.chain.Chain;
import dev.isolator.evaluate.metric.Pcm16;
import dev.isolator.evaluate.plot.ChainChart;
import dev.isolator.evaluate.plot.ChartFile;
import dev.isolator.evaluate.plot.MaskChart;
import dev.isolator.evaluate.plot.SpectrogramChart;
import dev.isolator.evaluate.plot.VoiceChart;
import dev.isolator.evaluate.plot.WaveformChart;
import dev.isolator.evaluate.songs.AudioRegion;
import dev.isolator.evaluate.songs.Pcm16Reader;
import dev.isolator.model.ModelException;
import dev.isolator.voice.VoiceTracker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jfree.chart.JFreeChart;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `isolator plot KIND FILE`: a picture of a sound.
@Command(
    name = "plot",
    header = "Draw a waveform, spectrogram, mask, voice activity, or a chain's steps.",
    description = {
      "",
      "Writes a PNG or SVG picture of any sound file. For the mask and the voice activity a model is"
          + " run on the file; for a chain, as often as it has steps behind the network.",
      ""
    },
    sortOptions = false,
    abbreviateSynopsis = true,
    footer = {
      "",
      "Examples:",
      "  isolator plot spectrogram song.mp3",
      "  isolator plot mask song.mp3 --start 60 --duration 20 -o mask.svg",
      "  isolator plot chain song.mp3 --start 60"
    })
final class PlotCommand implements Callable<Integer> {
  private static final int LONGEST_SECONDS = 3600;

  /// Of a chain, whose every step is a separation.
  private static final double CHAIN_SECONDS = 10;

  private enum Picture {
    WAVEFORM,
    SPECTROGRAM,
    MASK,
    VOICE,
    CHAIN
  }

  @Parameters(
      index = "0",
      paramLabel = "KIND",
      description = "waveform, spectrogram, mask, voice or chain.")
  private Picture picture = Picture.WAVEFORM;

  @Parameters(index = "1", paramLabel = "FILE", description = "Any sound file.")
  private Path file = Path.of("");

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "The picture, .png or .svg. Default: SONG-KIND.png in this folder")
  private @Nullable Path output;

  @Option(names = "--overwrite", description = "Replace a picture that exists.")
  private boolean overwrite;

  @Option(
      names = "--start",
      paramLabel = "SECONDS",
      description = "The part's beginning. Default: 0")
  private double start;

  @Option(
      names = "--duration",
      paramLabel = "SECONDS",
      description = "The part's length, at most 3600. Default: to the end; of a chain, 10")
  private double duration = Double.NaN;

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description = "The model that gives the mask or the voice. Default: the default model")
  private String model = "";

  @Option(
      names = "--chain",
      paramLabel = "CHAIN",
      description = "The chain that is drawn, by its name or .yaml file. Default: article-a")
  private String chain = "article-a";

  @Option(
      names = "--width",
      paramLabel = "PIXELS",
      description = "Width of the picture. Default: 1200")
  private int width = 1200;

  @Option(
      names = "--height",
      paramLabel = "PIXELS",
      description = "Height of the picture. Default: 400; of a chain, 150 a step")
  private @Nullable Integer height;

  @Option(names = "--title", paramLabel = "TEXT", description = "Default: the file's name")
  private @Nullable String title;

  @Spec private CommandSpec spec = CommandSpec.create(); // replaced by picocli

  @Override
  public Integer call() throws AudioException, ModelException {
    if (!(start >= 0 && !(duration <= 0))) {
      throw new ParameterException(
          spec.commandLine(), "--start must be at least 0 and --duration more than 0");
    }
    var to = output == null ? Path.of(pictureName()) : output;
    try {
      ChartFile.check(to, width, height == null ? 400 : height);
      if (!overwrite && Files.exists(to)) {
        throw new AudioException(
            Kind.UNWRITABLE,
            to.toString(),
            "exists; --overwrite replaces it, -o names another picture");
      }
      if (picture == Picture.CHAIN) {
        drawChain(to);
      } else {
        ChartFile.write(draw(), to, width, height == null ? 400 : height);
      }
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
    spec.commandLine().getOut().println(to);
    return 0;
  }

  /// `song-waveform.png` of `Songs/song.mp3`.
  private String pictureName() {
    var name = String.valueOf(file.getFileName());
    int dot = name.lastIndexOf('.');
    return "%s-%s.png"
        .formatted(
            dot > 0 ? name.substring(0, dot) : name, picture.name().toLowerCase(Locale.ROOT));
  }

  private void drawChain(Path to) throws AudioException, ModelException {
    var steps = Chain.find(chain);
    var options =
        SeparatorOptions.defaults()
            .withModel(model)
            .withVoiceModel(SeparatorOptions.OWN_VOICE); // the chain's own step
    var sound = sound(Double.isNaN(duration) ? CHAIN_SECONDS : duration);
    var rows = new ChainPicture(steps, options, sound).rows();
    var shown = title == null ? file.getFileName() + ": " + steps.name() : title;
    double seconds = (double) sound.frames() / sound.sampleRate();
    int pixels = height == null ? 60 + ChainChart.ROW_PIXELS * rows.size() : height;
    ChartFile.write(ChainChart.of(rows, seconds, shown), to, width, pixels);
  }

  private Pcm16 sound(double wanted) throws AudioException {
    double most =
        Math.min(Double.isNaN(wanted) ? LONGEST_SECONDS + 1.0 : wanted, LONGEST_SECONDS + 1.0);
    var sound =
        Pcm16Reader.read(
            new AudioRegion(file, AudioRegion.BEST_TRACK, AudioRegion.ALL_CHANNELS, start, most));
    if (sound.frames() > (long) LONGEST_SECONDS * sound.sampleRate()) {
      throw new AudioException(
          Kind.LIMIT,
          file.toString(),
          "is longer than %d seconds, too much for a picture; choose a part with --duration"
              .formatted(LONGEST_SECONDS));
    }
    if (sound.frames() == 0) {
      throw new AudioException(
          Kind.UNSUPPORTED,
          file.toString(),
          "expected sound from second %s on, found none; choose another --start".formatted(start));
    }
    return sound;
  }

  private JFreeChart draw() throws AudioException, ModelException {
    var sound = sound(duration);
    var shown = title == null ? String.valueOf(file.getFileName()) : title;
    return switch (picture) {
      case WAVEFORM -> WaveformChart.of(sound, shown);
      case SPECTROGRAM -> SpectrogramChart.of(sound, shown);
      case MASK -> {
        Pcm16[] stems = separate(sound);
        yield MaskChart.of(stems[0], stems[1], shown);
      }
      case VOICE -> voice(sound, shown);
      case CHAIN -> throw new IllegalStateException("a chain has a picture of its own");
    };
  }

  /// The voice activity as `isolator activity` finds it, over the level of the vocal stem.
  private JFreeChart voice(Pcm16 sound, String shown) throws AudioException, ModelException {
    try (var separator = Separator.open(SeparatorOptions.defaults().withModel(model))) {
      var tracker = new VoiceTracker(separator.hysteresis());
      Pcm16 vocals = InMemorySeparation.of(separator, sound, tracker)[0];
      var timeline = tracker.timeline((double) sound.frames() / sound.sampleRate());
      return VoiceChart.of(vocals, timeline, separator.voiceSource(), shown);
    }
  }

  /// The model's first stem, and the rest of the mixture.
  private Pcm16[] separate(Pcm16 sound) throws AudioException, ModelException {
    try (var separator = Separator.open(SeparatorOptions.defaults().withModel(model))) {
      return InMemorySeparation.of(separator, sound);
    }
  }
}
