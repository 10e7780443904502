package dev.isolator.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.isolator.learn.data.DataCollection;
import dev.isolator.learn.data.DataVersion;
import dev.isolator.learn.folder.LearningFolder;
import dev.isolator.learn.gate.Gate;
import dev.isolator.learn.gate.GateReport;
import dev.isolator.learn.history.HistoryEntry;
import dev.isolator.learn.promote.Promotion;
import dev.isolator.learn.run.FineTuning;
import dev.isolator.learn.run.LearningRun;
import dev.isolator.model.ModelAliases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The whole loop on tiny songs and a tiny network. Each command is killed once on its way.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(600)
class LearningLoopTest {
  @TempDir static Path folder = Path.of("");

  @SuppressWarnings("NullAway.Init") // before all tests
  private static LearningFolder learning;

  @BeforeAll
  static void make() throws Exception {
    learning = TinyLoop.make(folder, 120);
  }

  private static DataVersion collect(Path... inputs) throws IOException {
    return new DataCollection(learning, "anna", note -> {}).collect(List.of(inputs), "own work");
  }

  private static ModelAliases.Target live() throws IOException {
    return ModelAliases.Target.of(learning.catalogue().find("").card());
  }

  /// Starts a command of the loop, and kills it once there are so many lines or files.
  private static void kill(Path there, int count, Object... words) throws Exception {
    Path log = folder.resolve("killed.log");
    var all = new ArrayList<Object>(List.of("learn"));
    all.addAll(Arrays.asList(words));
    all.addAll(List.of("--learn", folder));
    Process process = TinyLoop.start(log, all.toArray());
    try {
      while (process.isAlive() && count(there) < count) {
        Thread.sleep(20);
      }
      assertTrue(process.isAlive(), () -> said(log));
    } finally {
      process.destroyForcibly().waitFor(1, TimeUnit.MINUTES);
    }
  }

  private static String said(Path log) {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static long count(Path there) throws IOException {
    if (Files.isDirectory(there)) {
      try (var files = Files.list(there)) {
        return files.count();
      }
    }
    return Files.exists(there) ? Files.readAllLines(there).size() : 0;
  }

  /// Silent vocals, and stems with each other's names: 100 of them.
  @Test
  @Order(1)
  void theGateRefusesWhatWasLearntFromPoison() throws Exception {
    Path poison = folder.resolve("poison");
    for (int i = 0; i < 100; i++) {
      var song = TinySongs.song(2000 + i, 2, true);
      String name = "song%d".formatted(i);
      if (i % 2 == 0) {
        TinySongs.stems(poison, name, new float[2][song.mix()[0].length], song.mix());
      } else {
        TinySongs.stems(poison, name, /* vocals= */ song.music(), /* music= */ song.vocals());
      }
    }
    kill(folder.resolve("data/.building/songs"), 5, "collect", poison, "--licence", "own work");
    DataVersion version = collect(poison);
    assertEquals(100, version.songs().size());
    version.verify();

    kill(folder.resolve("runs/r1/training/steps.tsv"), 3, "run");
    LearningRun run = new FineTuning(learning, "anna").run(version, FineTuning.Options.defaults());
    assertEquals("r1", run.id(), "the one that was killed went on");

    kill(folder.resolve("runs/r1/gate"), 1, "gate", "r1");
    GateReport report = new Gate(learning, "anna").judge(run);
    assertFalse(report.passed(), () -> report.conditions().toString());
    assertEquals(1, report.compared().use(), "it was looked at once");
    var e = assertThrows(IOException.class, () -> new Promotion(learning, "anna").promote(run));
    assertEquals(
        "r1: expected a model that passed the gate, found one that was refused; %s says why"
            .formatted(folder.resolve("runs/r1/gate.html")),
        e.getMessage());
    assertEquals("small@1", live().model());
  }

  @Test
  @Order(2)
  void aBetterTeachersStemsPassAndArePromotedAndTakenBack() throws IOException {
    Path own = folder.resolve("own");
    for (int i = 0; i < 12; i++) {
      var song = TinySongs.song(3000 + i, 4, i % 3 > 0);
      TinySongs.stems(own, "song%d".formatted(i), song.vocals(), song.music());
    }
    DataVersion version = collect(own);
    assertEquals(version, collect(own), "nothing has changed");
    LearningRun run = new FineTuning(learning, "anna").run(version, FineTuning.Options.defaults());
    GateReport report = new Gate(learning, "anna").judge(run);
    assertTrue(report.passed(), () -> report.conditions().toString());
    assertEquals(report, new Gate(learning, "anna").judge(run), "its report is kept");
    assertEquals(2, report.compared().use());
    new Gate(learning, "anna").nominate(run);
    var candidate = Objects.requireNonNull(learning.catalogue().aliases().candidate());
    assertEquals("small-learnt@2", candidate.model());

    var promotion = new Promotion(learning, "anna");
    promotion.promote(run);
    forgetLastLine(); // as if it had been killed between the aliases and the history
    ModelAliases aliases = promotion.promote(run);
    assertEquals(new ModelAliases.Target("small-learnt@2", run.modelSha256(), "r2"), live());
    assertEquals("small@1", Objects.requireNonNull(aliases.previous()).model());

    promotion.rollback("small-learnt@2");
    promotion.rollback("small-learnt@2");
    assertEquals("small@1", live().model());
    assertEquals(
        List.of(
            "data",
            "run",
            "gate",
            "gate",
            "data",
            "run",
            "gate",
            "gate",
            "candidate",
            "promotion",
            "rollback"),
        learning.history().read().stream()
            .map(entry -> entry.kind().name().toLowerCase(Locale.ROOT))
            .toList());
  }

  private static void forgetLastLine() throws IOException {
    Path file = folder.resolve("history.jsonl");
    var lines = Files.readAllLines(file);
    assertTrue(lines.getLast().contains("\"kind\":\"promotion\""), lines::toString);
    Files.write(file, lines.subList(0, lines.size() - 1));
  }

  @Test
  @Order(3)
  void aRevokedSongIsInNoLaterVersionAndItsSoundInNone() throws IOException {
    DataVersion version = DataVersion.newest(learning);
    String song = version.songs().iterator().next();
    new DataCollection(learning, "anna", note -> {}).revoke(java.util.Set.of(song));
    DataVersion next = collect(folder.resolve("own"));
    assertEquals(version.number() + 1, next.number());
    assertFalse(next.songs().contains(song));
    assertEquals(version.songs().size() - 1, next.songs().size());
    next.verify();
    DataVersion.read(learning, version.number()).verify();
    assertFalse(Files.exists(version.folder().resolve("songs").resolve(song.substring(0, 16))));
    HistoryEntry entry = learning.history().find("revocation:" + song).orElseThrow();
    assertEquals(
        "{\"song\":\"%s\",\"versions\":[2],\"models\":[\"small-learnt@2\"]}".formatted(song),
        entry.details().toString());
    var e =
        assertThrows(
            IOException.class,
            () ->
                new FineTuning(learning, "anna")
                    .run(
                        DataVersion.read(learning, version.number()),
                        FineTuning.Options.defaults()));
    assertEquals(
        "%s: expected a version of the data without revoked songs, found 1; collect the next one with: isolator learn collect"
            .formatted(version.folder()),
        e.getMessage());
  }
}
