package dev.isolator.learn.folder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LearningSettingsTest {
  private static final String LEAST =
      "config: net.yaml\ndata: data.jsonl\nvalidation: [a.jsonl, b.jsonl]\ngate: ../held.jsonl\n";

  @TempDir Path folder = Path.of("");

  private LearningSettings read(String text) throws IOException {
    Path file = folder.resolve("learn.yaml");
    Files.writeString(file, text);
    return LearningSettings.read(file);
  }

  private void refused(String message, String text) {
    var e = assertThrows(IOException.class, () -> read(text));
    assertEquals(folder.resolve("learn.yaml") + message, e.getMessage());
  }

  @Test
  void pathsAreRelativeToTheFile() throws IOException {
    var settings = read(LEAST);
    assertEquals(folder.resolve("net.yaml"), settings.original().config());
    assertEquals(2, settings.original().validation().size());
    assertEquals(folder.resolveSibling("held.jsonl"), settings.gate());
    assertEquals(new LearningSettings.Training(0.3, 60, 1), settings.training());
    assertEquals(new LearningSettings.ProcessLimits(1, 6144, 10), settings.process());
  }

  @Test
  void whatIsWrongIsRefusedByName() {
    refused(": there is no setting shares; docs/learning.md lists them", LEAST + "shares: 1\n");
    refused(": share must be a number from 0.0 to 0.3, was 0.5", LEAST + "share: 0.5\n");
    refused(": nice must be a number from 0.0 to 19.0, was kind", LEAST + "nice: kind\n");
    refused(": name must be of a-z, 0-9 and -, was ../x", LEAST + "name: ../x\n");
    refused(
        ": expected the setting data, found none; docs/learning.md says what it is",
        LEAST.replace("data: data.jsonl\n", ""));
    refused(": expected settings such as share: 0.3, found [1, 2]", "[1, 2]\n");
    var e = assertThrows(IOException.class, () -> LearningFolder.open(folder.resolve("nowhere")));
    assertEquals(
        folder.resolve("nowhere/learn.yaml")
            + ": expected the settings of the learning loop, found nothing there; docs/learning.md has an example",
        e.getMessage());
  }
}
