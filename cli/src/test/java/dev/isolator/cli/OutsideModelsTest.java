package dev.isolator.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.isolator.model.ModelCatalogue;
import dev.isolator.model.ModelException;
import dev.isolator.model.OutsideOptions;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Networks of others on the command line.
class OutsideModelsTest {
  private static final Path GOLDEN =
      Path.of("../core/src/test/resources/golden/outside").toAbsolutePath().normalize();
  private static final Path MDX = GOLDEN.resolve("mdx-2048/model.onnx");

  @TempDir private Path folder = Path.of("replaced");

  @Test
  void showNamesSourceAndLicenceAndThatItIsNotOurs() throws ModelException {
    var options =
        OutsideOptions.defaults()
            .withFftLength(6144)
            .withStems(List.of("music"))
            .withSource("https://example.org/inst.onnx");
    var entry = ModelCatalogue.open(folder).addOutside(List.of(MDX), options).entry();

    var out = Run.isolator("models", "show", entry.location()).out();

    assertTrue(out.contains("\nfamily   mdx-net\nstems    music, vocals\n"), out);
    assertTrue(out.contains("\ntakes    44100 Hz, segments of 5.92 s, 5.78 s apart\n"), out);
    assertTrue(out.contains("\nlicence  unknown: check it\n"), out);
    assertTrue(out.contains("\nsource   https://example.org/inst.onnx\n"), out);
    assertTrue(
        out.contains("\ntraining\n  not one of Isolator's: others made and trained it\n"), out);
  }

  @Test
  void whatTheTensorsDoNotTellIsAskedFor() {
    var run = Run.isolator("models", "add", MDX);

    assertEquals(
        "isolator: "
            + MDX
            + ": is of the family mdx-net (inputs input [*, 4, 2048, 256] and outputs output [*, 4, 2048, 256]), but its tensors do not tell its window; say it with --n-fft (often 5120, 6144, 7680 or 8192)\n",
        run.err());
    assertEquals(ExitCode.MODEL.number(), run.code());
  }

  @Test
  void optionsOutOfTheirRangeAreRefused() {
    var window = Run.isolator("models", "add", MDX, "--n-fft", "3");
    assertEquals(
        "isolator: --n-fft must be from 16 to 65536, was 3; isolator models add --help shows what it takes\n",
        window.err());
    assertEquals(ExitCode.USAGE.number(), window.code());
    var two = Run.isolator("models", "add", MDX, MDX, "--sha256", "0".repeat(64));
    assertEquals(
        "isolator: one address, or one file with --sha256, at a time; isolator models add --help shows what it takes\n",
        two.err());
  }
}
