package dev.isolator.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Whose work travels with the program is said: every library in NOTICE, every recording in
/// CREDITS.md.
class NoticeIT {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Path MODELS = ROOT.resolve("models/src/main/resources/dev/isolator/models");

  @Test
  void noticeNamesEveryLibraryThatRunsWithItsVersion() throws IOException {
    var notice = Files.readAllLines(ROOT.resolve("NOTICE"));
    var missing = new TreeSet<String>();
    var jars = AppFolder.listedIn(ROOT.resolve("cli/target/app.classpath"));
    for (var jar : jars) {
      var version = jar.getName(jar.getNameCount() - 2).toString();
      var library = jar.getName(jar.getNameCount() - 3).toString(); // …/artifact/version/file.jar
      if (!jar.startsWith(ROOT)
          && notice.stream().noneMatch(l -> l.contains("  " + library) && l.contains(version))) {
        missing.add(library + " " + version);
      }
    }
    assertFalse(jars.isEmpty());
    assertEquals(new TreeSet<>(), missing, "run-time libraries that NOTICE does not name");
  }

  @Test
  void creditsNameEveryRecordingOfEveryModelCard() throws IOException {
    var credits = Files.readString(MODELS.resolve("CREDITS.md"));
    var missing = new TreeSet<String>();
    List<Path> cards;
    try (var files = Files.list(MODELS)) {
      cards = files.filter(file -> file.toString().endsWith(".json")).toList();
    }
    for (var card : cards) {
      var json = JsonParser.parseString(Files.readString(card)).getAsJsonObject();
      for (var recording : json.getAsJsonArray("trainingData")) {
        for (var field : List.of("what", "licence")) {
          var text = recording.getAsJsonObject().get(field).getAsString();
          if (!credits.contains("| " + text + " |")) {
            missing.add(card.getFileName() + ": " + text);
          }
        }
      }
    }
    assertFalse(cards.isEmpty());
    assertEquals(new TreeSet<>(), missing, "training data that CREDITS.md does not name");
  }
}
