package dev.isolator.learn.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {
  @TempDir Path folder = Path.of("");

  private History three() throws IOException {
    var history = new History(folder);
    for (int i = 1; i <= 3; i++) {
      var details = new JsonObject();
      details.addProperty("data", i);
      history.add("anna", HistoryEntry.Kind.DATA, "data:" + i, details);
    }
    return history;
  }

  @Test
  void anEventIsNotedOnce() throws IOException {
    var history = three();
    var before = history.read();
    assertEquals(
        before.get(1), history.add("bert", HistoryEntry.Kind.DATA, "data:2", new JsonObject()));
    assertEquals(before, history.read());
    assertEquals(List.of(1L, 2L, 3L), before.stream().map(HistoryEntry::number).toList());
    assertEquals(before.get(1).sha256(), before.get(2).previous());
  }

  @Test
  void aLineThatWasCutShortIsReplaced() throws IOException {
    var history = three();
    Files.writeString(
        folder.resolve(History.FILE), "{\"number\":4,\"at\":\"20", StandardOpenOption.APPEND);
    assertEquals(3, history.read().size());
    history.add("anna", HistoryEntry.Kind.RUN, "run:r1", new JsonObject());
    assertEquals(4, history.read().size());
  }

  @Test
  void aChangedOrRemovedLineIsRefused() throws IOException {
    var history = three();
    Path file = folder.resolve(History.FILE);
    var lines = Files.readAllLines(file);
    Files.write(file, List.of(lines.get(0), lines.get(1).replace("anna", "bert"), lines.get(2)));
    var changed = assertThrows(IOException.class, history::read);
    assertTrue(
        String.valueOf(changed.getMessage())
            .endsWith("; the history was changed afterwards, restore it from a back-up"),
        changed::getMessage);
    assertTrue(String.valueOf(changed.getMessage()).startsWith(file + ":2: expected the hash "));
    Files.write(file, List.of(lines.get(0), lines.get(2)));
    assertThrows(IOException.class, history::read);
    Files.write(file, List.of("nonsense"));
    var none = assertThrows(IOException.class, history::read);
    assertEquals(
        file
            + ":1: expected a line of the learning history, found \"nonsense\"; restore it from a back-up",
        none.getMessage());
  }
}
