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

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "What a network without a card is called. Default: its file's name")
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
      names = "--weights",
      paramLabel = "ROWS",
      description =
          "How much each of several files counts for each stem: a row per file, such as"
              + " \"1,0;0,1\". Default: all alike")
  private String weights = "";

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
    return new OutsideOptions(
        family, name, stems, fftLength, compensate, rows(weights), licence, source);
  }

  private static List<List<Double>> rows(String text) {
    var rows = new ArrayList<List<Double>>();
    for (String row : text.isEmpty() ? new String[0] : text.split(";", -1)) {
      var numbers = new ArrayList<Double>();
      for (String number : row.split(",", -1)) {
        try {
          numbers.add(Double.parseDouble(number.strip()));
        } catch (NumberFormatException e) {
          throw new IllegalArgumentException(
              "--weights must be numbers, rows of them ended by ';', was '%s'".formatted(text), e);
        }
      }
      rows.add(numbers);
    }
    return rows;
  }
}
