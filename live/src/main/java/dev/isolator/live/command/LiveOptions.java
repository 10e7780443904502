package dev.isolator.live.command;

import dev.isolator.audio.OutputFormat;
import dev.isolator.audio.OutputFormat.Container;
import dev.isolator.audio.SampleDepth;
import dev.isolator.live.LiveLatency;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/// The options of `isolator live`.
final class LiveOptions {
  @Option(
      names = "--in",
      paramLabel = "INPUT",
      description =
          "Where the music comes from: jack (the sound card by JACK), jack:NAME (ports with that"
              + " name), jack:none (connect by hand), java (Java Sound), java:NUMBER, java:NAME, a"
              + " sound file, or - for standard input. Default: jack where a server runs, else java")
  String in = "";

  @Option(
      names = "--out",
      paramLabel = "OUTPUT",
      description =
          "Where it goes, by the same names; a file by its ending (wav, flac, mp3, m4a, opus); - is"
              + " wav on standard output. Default: as --in")
  String out = "";

  @Option(
      names = "--keep",
      paramLabel = "STEM",
      description =
          "What is heard: vocals, music (all but vocals), another stem, or all. Default: all")
  String keep = "";

  @Option(
      names = "--gain",
      paramLabel = "GAINS",
      description =
          "How loud each stem is, such as vocals=-20dB,music=0 or vocals=mute. Default: 0 dB")
  String gains = "";

  @Option(
      names = "--latency",
      paramLabel = "MS",
      converter = Latencies.class,
      description =
          "How long the synthesis window is: full (the model's: 46 or 93 ms, best), 35, 23, or 12"
              + " (experimental)."
              + " Default: 23")
  LiveLatency latency = LiveLatency.MS_23;

  @Option(
      names = "--slack",
      paramLabel = "HOPS",
      description =
          "Hops of 12 ms that the network may take, 0 to 16: more latency, fewer drop-outs."
              + " Default: 1")
  int slack = 1;

  @Option(
      names = "--look-ahead",
      paramLabel = "HOPS",
      description =
          "Hops of 12 ms that the network hears before it answers: more latency, better separation."
              + " A model is trained for one number; this chooses the first one that has it."
              + " Default: the model's")
  @Nullable Integer lookAhead;

  @Option(
      names = "--model",
      paramLabel = "MODEL",
      description =
          "Name or .onnx file of a model that answers frame by frame. Default: the first one of"
              + " isolator models list, with the --look-ahead that was asked for")
  String model = "";

  @Option(
      names = "--record",
      paramLabel = "DIR",
      description = "Also record all stems, in a folder named after the time.")
  @Nullable Path record;

  @Option(
      names = "--bits",
      paramLabel = "BITS",
      converter = Depths.class,
      description =
          "Bit depth of wav and flac files that are written: 16, 24 or 32f. Default: wav 32f, flac 24")
  @Nullable SampleDepth bits;

  @Option(
      names = "--rate",
      paramLabel = "HZ",
      description =
          "Sample rate of Java Sound's input in Hz, 16000 to 96000; JACK and files have their own. Default: JACK's"
              + " where JACK is the output, else 44100")
  int rate;

  @Option(
      names = "--channels",
      paramLabel = "N",
      description = "Channels of devices, 1 or 2; files have their own. Default: 2")
  int channels = 2;

  @Option(
      names = "--block",
      paramLabel = "FRAMES",
      description =
          "Frames in a block of Java Sound and files, 16 to 8192; JACK's server has its own. Default: 512")
  int block = 512;

  @Option(names = "--overwrite", description = "Replace files that exist.")
  boolean overwrite;

  @Option(names = "--devices", description = "List the devices that there are, and end.")
  boolean devices;

  @Option(
      names = {"-q", "--quiet"},
      description = "Print errors only.")
  boolean quiet;

  /// Refuses numbers out of range, with an `IllegalArgumentException`.
  void check() {
    check("--slack", slack, 0, 16);
    if (rate != 0) {
      check("--rate", rate, 16_000, 96_000);
    }
    check("--channels", channels, 1, 2);
    check("--block", block, 16, 8192);
  }

  private static void check(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s must be from %d to %d, was %d".formatted(name, least, most, value));
    }
  }

  /// The format of a file that is written, by its ending.
  OutputFormat format(String file) {
    if (file.isEmpty() || file.equals("-")) {
      return format(Container.WAV);
    }
    int dot = file.lastIndexOf('.');
    String ending = file.substring(dot + 1).toLowerCase(Locale.ROOT);
    return Arrays.stream(Container.values())
        .filter(container -> dot >= 0 && container.extension().equals(ending))
        .findFirst()
        .map(this::format)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "--out %s: expected a file that ends in .wav, .flac, .mp3, .m4a or .opus, or jack, java or -"
                        .formatted(file)));
  }

  private OutputFormat format(Container container) {
    var depth =
        bits != null ? bits : container == Container.FLAC ? SampleDepth.S24 : SampleDepth.F32;
    if (container == Container.FLAC && depth == SampleDepth.F32) {
      throw new IllegalArgumentException("flac holds 16 or 24 bits, not float; choose wav");
    }
    return new OutputFormat(container, depth, 0);
  }

  static final class Latencies implements ITypeConverter<LiveLatency> {
    @Override
    public LiveLatency convert(String value) {
      return Arrays.stream(LiveLatency.values())
          .filter(latency -> latency.toString().equals(value.toLowerCase(Locale.ROOT)))
          .findFirst()
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "expected full, 35, 23 or 12, found '%s'".formatted(value)));
    }
  }

  static final class Depths implements ITypeConverter<SampleDepth> {
    @Override
    public SampleDepth convert(String value) {
      return switch (value) {
        case "16" -> SampleDepth.S16;
        case "24" -> SampleDepth.S24;
        case "32f", "32" -> SampleDepth.F32;
        default ->
            throw new TypeConversionException(
                "expected 16, 24 or 32f, found '%s'".formatted(value));
      };
    }
  }
}
