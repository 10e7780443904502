package dev.isolator.cli;

import dev.isolator.model.OutsideOptions;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/// What `isolator models add` may be told of a network that was not made for Isolator.
final class OutsideModelOptions {
  @Option(
      names = "--as",
      paramLabel = "FAMILY",
      description =
          "What a network without a card is, such as mdx-net; overrules what its tensors say.")
  private String family = "";

  @Option(names = "--name", paramLabel = "NAME", description = "What a network without a card is called. Default: its file's name")
  private String name = "";

  @Option(
      names = "--stems",
      split = ",",
      paramLabel = "NAME",
      description =
          "What a network without a card gives, in its order; one name more is the rest's.")
  private List<String> stems = new ArrayList<>();

  @Option(
      names = "--n-fft",
      paramLabel = "SAMPLES",
      description = "Its window, where its tensors do not tell it (MDX-Net).")
  private int fftLength;

  @Option(
      names = "--compensate",
      paramLabel = "GAIN",
      description = "What its answer is multiplied by (MDX-Net).")
  private double compensate;

  @Option(
      names = "--licence",
      paramLabel = "TEXT",
      description = "The licence of its weights, as its publisher says.")
  private String licence = "";

  @Option(
      names = "--source",
      paramLabel = "TEXT",
      description = "Where it comes from. Default: the file's path, or the address")
  private String source = "";

  /// @throws IllegalArgumentException if a value is out of its range
  OutsideOptions options() {
    return new OutsideOptions(family, name, stems, fftLength, compensate, licence, source);
  }
}
