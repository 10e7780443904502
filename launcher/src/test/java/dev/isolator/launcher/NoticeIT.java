package dev.isolator.launcher;

import static java.util.regex.Pattern.quote;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
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
    for (var module : modulesThatRun()) {
      var jars = AppFolder.listedIn(ROOT.resolve(module).resolve("target/app.classpath"));
      assertFalse(jars.isEmpty(), module);
      for (var jar : jars) {
        var version = jar.getName(jar.getNameCount() - 2).toString();
        var library = jar.getName(jar.getNameCount() - 3).toString(); // …/artifact/version/file.jar
        var line = Pattern.compile("  %s .*\\b%s\\b.*".formatted(quote(library), quote(version)));
        if (!jar.startsWith(ROOT) && notice.stream().noneMatch(l -> line.matcher(l).matches())) {
          missing.add("%s %s, of module %s".formatted(library, version, module));
        }
      }
    }
    assertEquals(new TreeSet<>(), missing, "run-time libraries that NOTICE does not name");
  }

  /// The command line, and all whose commands or models it brings.
  private static Set<String> modulesThatRun() throws IOException {
    var modules = new TreeSet<>(Set.of("cli"));
    for (var list : List.of("commands", "models")) {
      for (var line : Files.readAllLines(ROOT.resolve("launcher").resolve(list))) {
        if (!line.startsWith("#") && Files.exists(ROOT.resolve(line.split("\t", -1)[1]))) {
          modules.add(line.split("\t", -1)[1]);
        }
      }
    }
    assertTrue(modules.containsAll(Set.of("dataset", "evaluate", "server", "train")));
    return modules;
  }

  @Test
  void creditsNameEverybodyInEveryModelCard() throws IOException {
    var credits = Files.readString(MODELS.resolve("CREDITS.md"));
    var missing = new TreeSet<String>();
    List<Path> cards;
    try (var files = Files.list(MODELS)) {
      cards = files.filter(file -> file.toString().endsWith(".json")).toList();
    }
    for (var card : cards) {
      var json = JsonParser.parseString(Files.readString(card)).getAsJsonObject();
      for (var recording : json.getAsJsonArray("trainingData")) {
        for (var field : List.of("credit", "licence")) {
          var text = recording.getAsJsonObject().get(field).getAsString();
          if (!credits.contains(text)) {
            missing.add(card.getFileName() + ": " + text);
          }
        }
      }
    }
    assertFalse(cards.isEmpty());
    assertEquals(new TreeSet<>(), missing, "training data that CREDITS.md does not name");
  }
}
