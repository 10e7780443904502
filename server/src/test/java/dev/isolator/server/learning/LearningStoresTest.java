package dev.isolator.server.learning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.isolator.model.ModelAliases.Target;
import dev.isolator.server.database.Database;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/// What the database holds of the learning loop: aliases, audit, runs, passages. On both databases.
@ParameterizedClass(name = "{0}")
@ValueSource(strings = {"H2", "PostgreSQL"})
class LearningStoresTest {
  private static @Nullable EmbeddedPostgres postgres;
  private static final Target FIRST = new Target("studio-vocals@3", "a".repeat(64), "");
  private static final Target SECOND = new Target("studio-vocals-learnt@1", "b".repeat(64), "r1");
  private static final Target THIRD = new Target("studio-vocals-learnt@2", "c".repeat(64), "r2");

  @TempDir private Path folder = Path.of("");
  private final String kind;

  @SuppressWarnings("NullAway.Init") // before each test
  private Database database;

  LearningStoresTest(String kind) {
    this.kind = kind;
  }

  @BeforeAll
  static void startPostgres() throws IOException {
    String machine = System.getProperty("os.name") + " " + System.getProperty("os.arch");
    postgres = machine.equals("Linux amd64") ? EmbeddedPostgres.builder().start() : null;
  }

  @AfterAll
  static void stopPostgres() throws IOException {
    if (postgres != null) {
      postgres.close();
    }
  }

  @BeforeEach
  void open() {
    if (kind.equals("H2")) {
      database = Database.open("jdbc:h2:file:" + folder.resolve("database"), "", "");
    } else {
      assumeTrue(postgres != null, "PostgreSQL's binaries are for Linux on amd64");
      var server = Objects.requireNonNull(postgres);
      String name = "test" + Long.toString(System.nanoTime(), 36).toLowerCase(Locale.ROOT);
      Jdbi.create(server.getPostgresDatabase())
          .useHandle(h -> h.execute("CREATE DATABASE " + name));
      database = Database.open(server.getJdbcUrl("postgres", name), "postgres", "");
    }
  }

  @AfterEach
  void close() {
    if (database != null) {
      database.close();
    }
  }

  @Test
  void aPromotionIsMadeOnceAndTakenBackOnce() {
    var aliases = new LearningAliases(database.jdbi());
    var audit = new LearningAudit(database.jdbi());
    assertEquals(
        LearningAliases.Outcome.IN_USE,
        aliases.promote(SECOND, FIRST.sha256(), FIRST, "anna", "one"));
    assertEquals(
        LearningAliases.Outcome.IN_USE,
        aliases.promote(SECOND, FIRST.sha256(), FIRST, "anna", "one"));
    assertEquals(Optional.of(SECOND), aliases.live());
    assertEquals(Optional.of(FIRST), aliases.previous());
    assertEquals(1, audit.count("promotion"));

    assertEquals(
        LearningAliases.Outcome.OUTDATED,
        aliases.promote(THIRD, FIRST.sha256(), FIRST, "bert", "two"),
        "it was compared with a model that is not in use any more");

    assertTrue(aliases.rollback(SECOND.model(), "bert"));
    assertTrue(aliases.rollback(SECOND.model(), "bert"), "nothing to do");
    assertEquals(Optional.of(FIRST), aliases.live());
    assertFalse(aliases.rollback(FIRST.model(), "bert"), "nothing to go back to");
    assertEquals(1, audit.count("rollback"));
    assertTrue(audit.isWhole());
  }

  @Test
  void ofManyWhoPromoteAtOnceOneDoes() throws Exception {
    var aliases = new LearningAliases(database.jdbi());
    try (var threads = Executors.newFixedThreadPool(6)) {
      var calls = new ArrayList<Callable<LearningAliases.Outcome>>();
      for (int i = 0; i < 6; i++) {
        Target target = new Target("learnt@" + i, String.valueOf(i).repeat(64), "r" + i);
        calls.add(() -> aliases.promote(target, FIRST.sha256(), FIRST, "x", target.run()));
      }
      int promoted = 0;
      for (var outcome : threads.invokeAll(calls)) {
        promoted += outcome.get() == LearningAliases.Outcome.IN_USE ? 1 : 0;
      }
      assertEquals(1, promoted);
    }
    var audit = new LearningAudit(database.jdbi());
    assertEquals(1, audit.count("promotion"));
    assertTrue(audit.isWhole());
  }

  @Test
  void anEntryThatIsChangedBreaksTheChain() {
    var audit = new LearningAudit(database.jdbi());
    for (int i = 0; i < 3; i++) {
      audit.add("anna", "gate", "gate:" + i, new JsonObject());
      audit.add("anna", "gate", "gate:" + i, new JsonObject());
    }
    assertEquals(
        List.of(3L, 2L, 1L), audit.list(null, 9).stream().map(AuditEntry::number).toList());
    assertTrue(audit.isWhole());
    database
        .jdbi()
        .useHandle(h -> h.execute("UPDATE learning_audit SET who = 'bert' WHERE number = 2"));
    assertFalse(audit.isWhole());
  }

  @Test
  void oneRunIsUnderWayAndOneServerWorksOnIt() {
    var runs = new LearningRuns(database.jdbi());
    var run = runs.add("gate", 60.0, "anna").orElseThrow();
    assertTrue(runs.add("gate", null, "bert").isEmpty());
    assertTrue(runs.take(run.id(), "first").isPresent());
    assertTrue(runs.take(run.id(), "second").isPresent(), "after the first one's death");
    assertFalse(
        runs.advance(run.id(), "first", LearningState.TRAINING, run.made()),
        "it is not its any more");
    assertTrue(runs.end(run, "second", LearningState.PASSED, run.made(), SECOND, null));
    assertFalse(runs.end(run, "second", LearningState.PASSED, run.made(), SECOND, null));
    assertEquals(Optional.of(SECOND), new LearningAliases(database.jdbi()).candidate());
    assertEquals(1, new LearningAudit(database.jdbi()).count("candidate"));
    assertTrue(runs.take(run.id(), "third").isEmpty());
    assertTrue(runs.add("gate", null, "bert").isPresent());
  }

  @Test
  void passagesComeByWhoMissedAVoiceThenByDisagreement() {
    var data = new LearningData(database.jdbi());
    var passages = new PassageStore(database.jdbi());
    String song = "d".repeat(64);
    data.store(
        version(1, song, passage(0, -9, 1) + "," + passage(4, -3, 1) + "," + passage(8, -20, 2)),
        "anna");
    data.store(version(1, song, ""), "anna"); // once only
    var queue = passages.queue(10, 0);
    assertEquals(List.of(8.0, 4.0, 0.0), queue.stream().map(Passage::startSeconds).toList());

    Passage first = queue.getFirst();
    var decision =
        new Decision(
            "reject", "b", "candidate", List.of("music-leaked"), List.of(), null, null, null);
    passages.decide(first.id(), "anna", decision);
    passages.decide(first.id(), "anna", decision);
    assertEquals(2, passages.undecided());
    assertEquals(1, passages.decided());
    assertEquals(decision, passages.decision(first.id()).orElseThrow().content());

    data.store(version(2, song, passage(4, -5, 1)), "anna");
    assertEquals(List.of(4.0), passages.queue(10, 0).stream().map(Passage::startSeconds).toList());
    assertTrue(passages.decision(first.id()).isPresent(), "decisions outlive versions");
    assertTrue(passages.undecide(first.id(), "anna"));
    assertFalse(passages.undecide(first.id(), "anna"));
  }

  @Test
  void aSongWithoutConsentIsRevokedInAllVersions() {
    var data = new LearningData(database.jdbi());
    String song = "d".repeat(64);
    data.store(version(1, song, passage(0, -9, 1)), "anna");
    assertEquals(List.of(song), data.withdrawn());
    data.revoke(song);
    assertEquals(List.of(), data.withdrawn());
    assertEquals(0, new PassageStore(database.jdbi()).undecided());
    assertEquals(1, data.list().getFirst().revoked());
    var entry = new LearningAudit(database.jdbi()).list(null, 1).getFirst();
    assertEquals("revocation", entry.kind());
    assertEquals(
        "{\"song\":\"%s\",\"versions\":[1],\"models\":[]}".formatted(song),
        entry.details().toString());
  }

  private static String passage(double start, double disagreementDb, int weight) {
    return "{\"song\":\"%s\",\"startSeconds\":%s,\"endSeconds\":%s,\"disagreementDb\":%s,\"voiced\":0.5,\"weight\":%d}"
        .formatted("d".repeat(64), start, start + 4, disagreementDb, weight);
  }

  private static JsonObject version(int number, String song, String passages) {
    return JsonParser.parseString(
            "{\"number\":%d,\"sha256\":\"%s\",\"content\":{\"songs\":[{\"song\":\"%s\"}],\"people\":1,\"hours\":{},\"licences\":[],\"passages\":[%s]}}"
                .formatted(number, "f".repeat(64), song, passages))
        .getAsJsonObject();
  }
}
