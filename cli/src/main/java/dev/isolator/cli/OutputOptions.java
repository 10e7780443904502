package dev.isolator.cli;

import dev.isolator.audio.OutputFormat.Container;
import dev.isolator.audio.SampleDepth;
import dev.isolator.render.ClipPolicy;
import dev.isolator.render.OverwritePolicy;
import dev.isolator.render.Remix;
import dev.isolator.render.RenderOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/// The options of `separate` for the files that it writes.
final class OutputOptions {
  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      description = "The folder to write to; made if missing. Default: separated")
  Path directory = Path.of("separated");

  @Option(
      names = "--name",
      paramLabel = "PATTERN",
      description =
          "Names below the folder, without ending; {song} and {stem} are filled in, / makes"
              + " folders. Default: {song}/{stem}")
  String pattern = RenderOptions.DEFAULT_PATTERN;

  @Option(
      names = "--keep",
      paramLabel = "STEM",
      completionCandidates = Kept.class,
      description = "Write only this: vocals, music (all but vocals), or both (all). Default: all")
  String keep = "";

  @Option(
      names = "--stems",
      paramLabel = "STEM",
      split = ",",
      description = "Write only these of the model's stems, such as vocals,drums")
  List<String> stems = List.of();

  @Option(
      names = "--two-stems",
      paramLabel = "STEM",
      description = "Write this stem, and the sum of all others as music or no_STEM")
  String twoStems = "";

  @Option(
      names = "--mix",
      paramLabel = "GAINS",
      description =
          "Also write the song in another balance: vocals=-12dB, or vocals=mute,drums=+3, or with"
              + " a name, karaoke:vocals=-12dB. May be given several times.")
  List<Remix> mixes = List.of();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      completionCandidates = Formats.class,
      description =
          "One of: wav, flac, mp3, m4a, opus; or stem: one file for DJ programs, DIR/SONG.stem.mp4,"
              + " with the mix and four stems in AAC; stem-alac: the same, lossless. Default: wav")
  Container format = Container.WAV;

  @Option(
      names = "--bits",
      paramLabel = "BITS",
      completionCandidates = Depths.class,
      description =
          "Bit depth: 16, 24 or 32f (float; wav only); of lossless formats. Default: the song's own; 16 for songs"
              + " from lossy formats")
  @Nullable SampleDepth depth;

  @Option(
      names = "--bitrate",
      paramLabel = "KBPS",
      converter = Kbps.class,
      description =
          "Bit rate of mp3, m4a, opus, and each stream of stem, in kbit/s. Default: mp3 variable, best"
              + " quality; m4a and stem 256; opus 192")
  @Nullable Integer bitrate;

  @Option(
      names = "--clip",
      paramLabel = "POLICY",
      completionCandidates = Policies.class,
      description =
          "Where a stem goes over full scale: gain turns all stems down together, saturate cuts it"
              + " off, float keeps it as 32-bit float. Default: gain")
  ClipPolicy clip = ClipPolicy.GAIN;

  @Option(names = "--overwrite", description = "Replace files that exist.")
  boolean overwrite;

  @Option(
      names = "--skip-existing",
      description = "Leave out songs whose files exist. Default: refuse them")
  boolean skipExisting;

  /// Refuses options that exclude each other, with an `IllegalArgumentException`.
  RenderOptions toRenderOptions() {
    if (overwrite && skipExisting) {
      throw new IllegalArgumentException("--overwrite and --skip-existing exclude each other");
    }
    if (!keep.isEmpty() && !stems.isEmpty()) {
      throw new IllegalArgumentException("--keep and --stems exclude each other");
    }
    if (!twoStems.isEmpty() && !(keep.isEmpty() && stems.isEmpty())) {
      throw new IllegalArgumentException("--two-stems excludes --keep and --stems");
    }
    if (depth != null && format.lossy()) {
      throw new IllegalArgumentException(
          "--bits is for wav, flac and stem-alac; %s has no fixed bits, --bitrate sets its quality"
              .formatted(format.extension()));
    }
    if (bitrate != null && !format.lossy()) {
      throw new IllegalArgumentException(
          "--bitrate is for mp3, m4a, opus and stem; %s keeps all of the sound, --bits sets its depth"
              .formatted(format.extension()));
    }
    if (!pattern.contains("{stem}") && !pattern.contains("{song}")) {
      throw new IllegalArgumentException(
          "--name is a pattern for file names, such as {song}/{stem}, was \"%s\"; --model chooses a model"
              .formatted(pattern));
    }
    return RenderOptions.defaults()
        .withContainer(format)
        .withDepth(depth)
        .withBitrateKbps(bitrate == null ? 0 : bitrate)
        .withClip(clip)
        .withRemixes(mixes)
        .withOverwrite(whenFilesExist())
        .withNamePattern(pattern);
  }

  /// Which stems to write, of those that the model has.
  StemChoice choice(List<String> model) {
    return StemChoice.of(model, kept(), twoStems);
  }

  /// The stems to write as they were typed, empty for all.
  private List<String> kept() {
    return switch (keep.toLowerCase(Locale.ROOT)) {
      case "" -> stems;
      case "all", "both" -> List.of();
      default -> List.of(keep);
    };
  }

  private OverwritePolicy whenFilesExist() {
    if (overwrite) {
      return OverwritePolicy.OVERWRITE;
    }
    return skipExisting ? OverwritePolicy.SKIP : OverwritePolicy.REFUSE;
  }

  /// Reads `320`, and what FFmpeg and others take: `320k`, `320kbps`.
  static final class Kbps implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      var number = text.strip().toLowerCase(Locale.ROOT).replaceFirst("(k|kbps|kbit/s)$", "");
      if (!number.matches("[0-9]{1,9}")) {
        throw new TypeConversionException(
            "expected kbit/s, such as 320 or 320k, but was '%s'".formatted(text));
      }
      int kbps = Integer.parseInt(number);
      if (kbps < 8 || kbps > 512) {
        throw new TypeConversionException("expected 8 to 512 kbit/s, but was '%s'".formatted(text));
      }
      return kbps;
    }
  }

  private static final class Formats extends ChoiceConverter.Words {
    private static final long serialVersionUID = 1L;

    Formats() {
      super("wav", "flac", "mp3", "m4a", "opus", "stem", "stem-alac");
    }
  }

  private static final class Depths extends ChoiceConverter.Words {
    private static final long serialVersionUID = 1L;

    Depths() {
      super("16", "24", "32f");
    }
  }

  private static final class Policies extends ChoiceConverter.Words {
    private static final long serialVersionUID = 1L;

    Policies() {
      super("gain", "saturate", "float");
    }
  }

  private static final class Kept extends ChoiceConverter.Words {
    private static final long serialVersionUID = 1L;

    Kept() {
      super("vocals", "music", "both", "all");
    }
  }
}
