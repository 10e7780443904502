package dev.isolator.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelsTest {
  @TempDir private Path folder = Path.of("replaced");

  @Test
  void listNamesTheDefaultFirst() {
    var run = Run.isolator("models");

    var lines = run.out().lines().toList();
    assertTrue(lines.get(0).matches("NAME +VERSION +FAMILY +STEMS +WEIGHTS +WHERE"), run.out());
    assertTrue(
        lines
            .get(1)
            .matches("studio-vocals +\\S+ +studio +vocals,music +\\S+ M +built-in \\(default\\)"),
        run.out());
    assertEquals(run, Run.isolator("models", "list"));
  }

  @Test
  void jsonHoldsTheCard() {
    var run = Run.isolator("models", "show", "studio-vocals", "--json");

    var model = JsonParser.parseString(run.out()).getAsJsonObject();
    assertEquals("isolator-model", model.get("schema").getAsString());
    assertTrue(model.get("isDefault").getAsBoolean());
    assertEquals(44_100, model.getAsJsonObject("card").get("sampleRate").getAsInt());
    assertEquals(
        run.out(),
        Run.isolator("models", "list", "--json").out().lines().findFirst().orElse("") + "\n");
  }

  @Test
  void showNamesLicenceCreditsAndMeasures() {
    var out = Run.isolator("models", "show", "--all").out();

    assertTrue(out.contains("\nlicence   Apache-2.0"), out);
    assertTrue(out.contains("\nmeasured\n  "), out);
    assertTrue(out.contains("\ntrained on\n  "), out);
    assertTrue(out.contains("credit: "), out);
  }

  @Test
  void showNamesTheLookAheadOfALiveModel() {
    var live = Run.isolator("models", "show", "live-vocals").out();
    assertTrue(live.contains("\nlive      frame by frame (isolator live --look-ahead 0)\n"), live);
    var studio = Run.isolator("models", "show", "studio-vocals").out();
    assertFalse(studio.contains("frame by frame"), studio);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "studio-vocals",
        "live-vocals",
        "studio-4",
        "voice-activity",
        "binary-vocals",
        "cepstral-vocals",
        "best",
        "fast"
      })
  void showFitsATerminal(String model) {
    var lines = Run.isolator("models", "show", model).out().lines().toList();

    assertTrue(lines.size() < 24, lines.size() + " lines");
    assertEquals(List.of(), lines.stream().filter(line -> line.length() > 80).toList());
  }

  @Test
  void ensemblesAreShownAsModels() {
    var best = Run.isolator("models", "show", "best");
    for (var line : List.of("family +ensemble", "members", "where +built-in")) {
      assertTrue(best.out().lines().anyMatch(l -> l.matches(line)), best.out());
    }
    var typed = Run.isolator("models", "show", "max:studio-vocals,studio-4");
    assertTrue(typed.out().lines().anyMatch(l -> l.matches("stems +vocals, music")), typed.out());
  }

  @Test
  void builtInModelIsSound() {
    var run = Run.isolator("models", "verify", "studio-vocals");

    assertTrue(run.out().matches("studio-vocals@\\S+: sound, SHA-256 [0-9a-f]{64}\n"), run.out());
    assertEquals(0, run.code());
  }

  @Test
  void unknownModelIsToldWithThoseThatExist() {
    var run = Run.isolator("models", "show", "nothing");

    assertEquals(
        "isolator: nothing: no model of that name; there are studio-vocals, live-vocals, studio-4, binary-vocals, cepstral-vocals, voice-activity, best, fast (isolator models list), or name an .onnx file\n",
        run.err());
    assertEquals(ExitCode.MODEL.number(), run.code());
  }

  @Test
  void fileOfAnotherHashIsNotAdded() throws IOException {
    var model = Files.writeString(folder.resolve("m.onnx"), "no model");

    var malformed = Run.isolator("models", "add", model, "--sha256", "abc");

    assertEquals(
        "isolator: --sha256 must be 64 hexadecimal digits, was 'abc'; isolator models add --help shows what it takes\n",
        malformed.err());
    assertEquals(ExitCode.USAGE.number(), malformed.code());
    assertEquals(ExitCode.MODEL.number(), Run.isolator("models", "add", model).code());
  }
}
