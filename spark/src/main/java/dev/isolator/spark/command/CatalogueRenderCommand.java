package dev.isolator.spark.command;

import dev.isolator.SeparationResult;
import dev.isolator.SeparatorOptions;
import dev.isolator.audio.AudioException;
import dev.isolator.audio.OutputFormat.Container;
import dev.isolator.audio.SampleDepth;
import dev.isolator.mask.Masking;
import dev.isolator.mask.VoiceGating;
import dev.isolator.model.ModelException;
import dev.isolator.render.ClipPolicy;
import dev.isolator.render.OverwritePolicy;
import dev.isolator.render.Remix;
import dev.isolator.render.RenderOptions;
import dev.isolator.render.SongNames;
import dev.isolator.spark.mask.MaskRendering;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `isolator catalogue render SONG MASKS`: stems of a song whose masks were kept. Spark does not
/// run for it.
@Command(
    name = "render",
    header = "Make stems of a song and its kept masks.",
    description = {
      "",
      "Writes DIR/SONG/STEM.wav as isolator separate does, in a fraction of its time: the network's answers"
          + " are in MASKS. The song must be the very file that they were made of.",
      ""
    },
    sortOptions = false,
    abbreviateSynopsis = true,
    footer = {
      "",
      "Example:",
      "  isolator catalogue render song.mp3 masks/masks/3f/3f9a…/song.masks --mix vocals=-12dB"
    })
final class CatalogueRenderCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "SONG", description = "The song: a path or a URI.")
  private String song = "";

  @Parameters(index = "1", paramLabel = "MASKS", description = "Its masks: a path or a URI.")
  private String masks = "";

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      description = "The folder to write to; made if missing. Default: separated")
  private Path directory = Path.of("separated");

  @Option(
      names = "--stems",
      paramLabel = "STEM",
      split = ",",
      description = "Write only these of the model's stems, such as vocals,drums")
  private List<String> stems = List.of();

  @Option(
      names = "--mix",
      paramLabel = "GAINS",
      description =
          "Also write the song in another balance, as of isolator separate. May be given several times.")
  private List<Remix> mixes = List.of();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "One of: wav, flac, mp3, m4a, opus, stem, stem-alac. Default: wav")
  private Container format = Container.WAV;

  @Option(
      names = "--bits",
      paramLabel = "BITS",
      description = "Bit depth of lossless formats: 16, 24 or 32f. Default: the song's own")
  private @Nullable SampleDepth depth;

  @Option(
      names = "--bitrate",
      paramLabel = "KBPS",
      description = "Bit rate of lossy formats, in kbit/s. Default: a high one")
  private int bitrate;

  @Option(
      names = "--clip",
      paramLabel = "POLICY",
      description = "Where a stem goes over full scale: gain, saturate, float. Default: gain")
  private ClipPolicy clip = ClipPolicy.GAIN;

  @Option(
      names = "--wiener",
      paramLabel = "N",
      description = "Rounds of the multichannel Wiener filter, 1 to 10. Default: 0, off")
  private int wiener;

  @Option(
      names = "--voice-gate",
      paramLabel = "WHEN",
      description =
          "Silence the voice where nobody sings: on or off. Default: as the model's card says")
  private VoiceGating gating = VoiceGating.BY_CARD;

  @Option(names = "--overwrite", description = "Replace files that exist.")
  private boolean overwrite;

  @Spec private CommandSpec spec = CommandSpec.create(); // replaced by picocli

  @Override
  public Integer call() throws IOException, ModelException {
    RenderOptions rendering;
    SeparatorOptions separating;
    try {
      rendering =
          RenderOptions.defaults()
              .withContainer(format)
              .withDepth(depth)
              .withBitrateKbps(bitrate)
              .withClip(clip)
              .withKeep(stems)
              .withRemixes(mixes)
              .withOverwrite(overwrite ? OverwritePolicy.OVERWRITE : OverwritePolicy.REFUSE);
      separating =
          SeparatorOptions.defaults()
              .withVoiceModel(SeparatorOptions.OWN_VOICE) // which was recorded
              .withMasking(Masking.soft().withWienerIterations(wiener).withVoiceGating(gating));
    } catch (IllegalArgumentException e) {
      throw usage(e);
    }
    try (var here = new LocalCopies(new Configuration())) {
      Path songFile = here.of(song);
      Path maskFile = here.of(masks);
      SeparationResult result =
          MaskRendering.render(songFile, maskFile, separating, rendering, nameOf(song), directory);
      result.stems().forEach(stem -> spec.commandLine().getOut().println(stem.file()));
      spec.commandLine()
          .getOut()
          .printf(
              Locale.ROOT,
              "%.1f s of music in %.1f s (%.1fx real time), %s%n",
              (double) result.frames() / result.input().sampleRate(),
              result.seconds(),
              result.realTimeFactor(),
              result.model());
      return 0;
    } catch (AudioException | ModelException e) {
      throw e;
    } catch (IllegalArgumentException e) { // stems or gains that the model does not have
      throw usage(e);
    }
  }

  private static String nameOf(String uri) {
    String name = uri.substring(uri.replace('\\', '/').lastIndexOf('/') + 1);
    int dot = name.lastIndexOf('.');
    return new SongNames().claim(dot > 0 ? name.substring(0, dot) : name);
  }

  private ParameterException usage(IllegalArgumentException e) {
    return new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
  }
}
