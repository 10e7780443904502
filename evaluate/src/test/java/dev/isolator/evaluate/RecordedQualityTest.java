package dev.isolator.evaluate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.isolator.SeparatorOptions;
import dev.isolator.evaluate.candidate.Candidate;
import dev.isolator.evaluate.score.StemScores;
import dev.isolator.evaluate.songs.DataSet;
import dev.isolator.model.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Nobody separates ten seconds of a real song worse than was recorded.
class RecordedQualityTest {
  private static final double MOST_DROP_DB = 0.3;
  private static final double BY_ROUNDING_DB = 0.05;
  private static final String WAY_OUT = "if that is meant, run benchmarks/quality --record";

  @TempDir private Path folder = Path.of("");

  /// A line of `recorded.csv`.
  private record Recorded(String system, String song, String stem, double sdr, double trackSdr) {}

  private static List<Recorded> recorded() throws IOException {
    return text("recorded.csv")
        .lines()
        .skip(1)
        .map(line -> line.split(",", -1))
        .map(
            cells ->
                new Recorded(
                    cells[0],
                    cells[1],
                    cells[2],
                    Double.parseDouble(cells[3]),
                    Double.parseDouble(cells[8])))
        .toList();
  }

  private static String text(String name) throws IOException {
    return new String(bytes(name), UTF_8);
  }

  private static byte[] bytes(String name) throws IOException {
    try (var in = RecordedQualityTest.class.getResourceAsStream("excerpt/" + name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    }
  }

  static List<String> systems() throws IOException {
    return recorded().stream().map(Recorded::system).distinct().toList();
  }

  @ParameterizedTest
  @MethodSource("systems")
  void noSystemDropsByMoreThanAThirdOfADecibel(String system) throws IOException {
    var found = scored(system, SeparatorOptions.defaults());
    for (var line : recorded()) {
      if (line.system().equals(system)) {
        check(line, of(found, line.stem()));
      }
    }
  }

  @Test
  void theDefaultIsAsGoodInEightBits() throws IOException {
    var floats = scored("", SeparatorOptions.defaults().withPrecision(Precision.FLOAT));
    var bytes = scored("", SeparatorOptions.defaults().withPrecision(Precision.INT8));

    for (var stem : List.of("vocals", "music")) {
      var expected = of(floats, stem);
      var found = of(bytes, stem);
      assertEquals(expected.median().sdr(), found.median().sdr(), BY_ROUNDING_DB, stem);
      assertEquals(expected.trackSdr(), found.trackSdr(), BY_ROUNDING_DB, stem);
      assertNotEquals(expected.trackSdr(), found.trackSdr(), stem + ": another graph");
    }
  }

  /// The excerpt's scores.
  private List<StemScores> scored(String system, SeparatorOptions options) throws IOException {
    for (var stem : List.of("vocals", "music")) {
      var file = folder.resolve("songs/lithium/" + stem + ".opus");
      Files.createDirectories(file.getParent());
      Files.write(file, bytes("lithium/" + stem + ".opus"));
    }
    var set = DataSet.open(folder.resolve("songs"), DataSet.Layout.AUTO, "");
    var out = Files.createTempDirectory(folder, "out");
    try (var candidate = Candidate.named(system, options)) {
      var result = new Evaluation(out, 1).run(set, List.of(candidate), EvaluationListener.NONE);
      return result.scores().getFirst().stems();
    }
  }

  private static StemScores of(List<StemScores> found, String stem) {
    return found.stream().filter(s -> s.stem().equals(stem)).findFirst().orElseThrow();
  }

  private static void check(Recorded line, StemScores found) {
    double sdr = found.median().sdr();
    assertTrue(
        sdr >= line.sdr() - MOST_DROP_DB,
        () -> "%s: SDR of %.2f dB; %s".formatted(line, sdr, WAY_OUT));
    assertTrue(
        found.trackSdr() >= line.trackSdr() - MOST_DROP_DB,
        () -> "%s: track SDR of %.2f dB; %s".formatted(line, found.trackSdr(), WAY_OUT));
  }

  @Test
  void theDefaultModelIsRecorded() throws IOException {
    try (var model = Candidate.named("", SeparatorOptions.defaults())) {
      assertTrue(
          systems().contains(model.name()),
          () -> model.name() + " has no recorded figures; run benchmarks/quality --record");
    }
  }
}
