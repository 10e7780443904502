package dev.isolator.spark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.isolator.spark.store.ResultStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ItemAttemptTest {
  private static final WorkItem ITEM = new WorkItem("a song", 7, 8, 1, "", "");

  @TempDir private Path folder = Path.of("");
  private final Configuration configuration = new Configuration();

  /// Writes its item's name into a file.
  private record Naming(boolean fails) implements Work {
    @Override
    public String name() {
      return "naming";
    }

    @Override
    public String folder(String key) {
      return "names/" + key;
    }

    @Override
    public String marker(String key) {
      return folder(key) + "/_done";
    }

    @Override
    public Prepared prepare(WorkItem item, Path scratch, Configuration configuration) {
      return new Prepared() {
        @Override
        public String key() {
          return "key";
        }

        @Override
        public String hash() {
          return "hash";
        }

        @Override
        public JsonObject run(Path out, BooleanSupplier cancelled) throws IOException {
          if (fails) {
            throw new OutOfMemoryError("Java heap space");
          }
          Files.createDirectories(out.resolve("below"));
          Files.writeString(out.resolve("below/name.txt"), item.uri());
          return new JsonObject();
        }
      };
    }
  }

  private ResultStore store(String run) throws IOException {
    return new ResultStore(folder.resolve("out").toString(), run, configuration);
  }

  private ItemResult run(Work work, String run, int attempt, boolean killed) throws IOException {
    var settings =
        new RunSettings(
            folder.resolve("out").toString(), run, folder.resolve("scratch").toString(), 2);
    var place = new TaskPlace(attempt, attempt, "1@here", () -> killed);
    return new ItemAttempt(work, settings, store(run), configuration, place).run(ITEM);
  }

  @Test
  void filesComeFirstAndTheMarkerSaysWhatThereIs() throws IOException {
    var result = run(new Naming(false), "first", 0, false);

    assertEquals(ItemResult.State.DONE, result.state());
    assertEquals("[names/key/below/name.txt]", result.files().toString());
    assertEquals("a song", Files.readString(folder.resolve("out/names/key/below/name.txt")));
    var marker = store("first").marker("names/key/_done").orElseThrow();
    assertEquals("first", marker.get("run").getAsString());
    assertEquals(0, folder.resolve("scratch").toFile().listFiles()[0].listFiles().length - 1);
  }

  @Test
  void whatAnAttemptOfTheSameRunHasDoneIsDoneNotSkipped() throws IOException {
    run(new Naming(false), "first", 0, false);

    assertEquals(ItemResult.State.DONE, run(new Naming(true), "first", 1, false).state());
    assertEquals(ItemResult.State.SKIPPED, run(new Naming(true), "second", 0, false).state());
  }

  @Test
  void anItemThatExecutorsDiedOfTwiceIsGivenUp() throws IOException {
    var first = store("run").begun("key", 100); // never closed: the executor is gone
    var second = store("run").begun("key", 101);

    var result = run(new Naming(false), "run", 2, false);

    assertEquals("CRASHED", result.failure());
    assertEquals(
        "a song: the executor died 2 times while it worked on this; try it alone (isolator separate), or give the executors more memory",
        result.message());
    first.close();
    second.close();
    assertEquals(ItemResult.State.DONE, run(new Naming(false), "run", 3, false).state());
  }

  @Test
  void tooLittleMemoryIsARow() throws IOException {
    var result = run(new Naming(true), "run", 0, false);

    assertEquals("LIMIT", result.failure());
    assertEquals(
        "a song: there is not enough memory (Java heap space; Java may use %d MB); give the executors more"
            .formatted(Runtime.getRuntime().maxMemory() >> 20),
        result.message());
  }

  @Test
  void aTaskThatIsKilledLeavesNothing() throws IOException {
    assertThrows(CancellationException.class, () -> run(new Naming(false), "run", 0, true));

    assertFalse(Files.exists(folder.resolve("out/names")), "results of a killed task");
    assertEquals(0, store("run").open("key"));
  }

  @Test
  void aFileThatIsThereIsReplacedWhole() throws IOException {
    Files.createDirectories(folder.resolve("out/names/key/below"));
    Files.writeString(folder.resolve("out/names/key/below/name.txt"), "half of an earlier attempt");

    run(new Naming(false), "run", 0, false);

    assertEquals("a song", Files.readString(folder.resolve("out/names/key/below/name.txt")));
  }

  @Test
  void anOutputThatCannotBeWrittenIsRefusedBeforeAnyWork() throws IOException {
    Files.writeString(folder.resolve("out"), "a file");

    var e = assertThrows(IOException.class, () -> store("run").prepare());

    assertTrue(
        String.valueOf(e.getMessage())
            .startsWith(
                "file:"
                    + folder
                    + "/out: expected a folder that can be written to, found that it cannot ("),
        e.toString());
  }
}
