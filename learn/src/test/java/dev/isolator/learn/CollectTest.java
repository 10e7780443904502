package dev.isolator.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.isolator.dataset.manifest.Entry;
import dev.isolator.dataset.manifest.ManifestFile;
import dev.isolator.learn.data.DataCollection;
import dev.isolator.learn.data.DataVersion;
import dev.isolator.learn.folder.LearningFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Feedback becomes a version of the data.
@Timeout(300)
class CollectTest {
  @TempDir Path folder = Path.of("");

  private final List<String> notes = new ArrayList<>();

  private DataVersion collect(LearningFolder learning, Path input) throws IOException {
    notes.clear();
    return new DataCollection(learning, "anna", notes::add).collect(List.of(input), "");
  }

  @Test
  void whatPeopleSaidDecidesWhatIsInIt() throws Exception {
    LearningFolder learning = TinyLoop.make(folder.resolve("learn"), 1);
    Path export = Files.createDirectories(folder.resolve("export"));
    String good = ",\"stems\":{\"vocals\":\"good\"}";
    String leaked =
        ",\"regions\":[{\"kind\":\"music-leaked\",\"startSeconds\":1,\"endSeconds\":3}]";
    String approved = TinySongs.feedback(export, TinySongs.song(31, 13, true).mix(), "small", good);
    String marked = TinySongs.feedback(export, TinySongs.song(32, 9, true).mix(), "small", leaked);
    String heldOut = TinySongs.feedback(export, TinySongs.song(600, 6, true).mix(), "small", good);
    String unknown = TinySongs.feedback(export, TinySongs.song(33, 9, true).mix(), "gone", good);
    TinySongs.export(export, List.of(approved, marked, heldOut, unknown));

    DataVersion version = collect(learning, export);
    assertEquals(2, version.songs().size(), notes::toString);
    assertEquals(2, notes.size(), notes::toString);
    assertTrue(
        notes.stream()
            .anyMatch(n -> n.endsWith(" is left out: it is the held-out song held-0 of the gate")),
        notes::toString);
    assertTrue(
        notes.stream().anyMatch(n -> n.contains(" is left out: gone@1: no model of that name")));
    version.verify();
    var kinds =
        ManifestFile.read(version.manifest()).entries().stream()
            .collect(
                Collectors.groupingBy(
                    (Entry e) -> e.unknown().get("learn").getAsString(), Collectors.counting()));
    assertEquals(1, kinds.get("negative"));
    assertEquals(1, kinds.get("pseudo"), "one segment of three");
    JsonObject content = version.json().getAsJsonObject("content");
    assertEquals(5, content.getAsJsonArray("passages").size(), "three segments and two");

    // The same in another order, and from a copy made anew: the same hash.
    TinySongs.export(export, List.of(unknown, heldOut, marked, approved));
    assertEquals(version, collect(learning, export));
    LearningFolder other = TinyLoop.make(folder.resolve("other"), 1);
    assertEquals(version.sha256(), collect(other, export).sha256());

    // Who takes his consent back is not in the next version; the rest is taken over as it was.
    TinySongs.export(export, List.of(marked));
    DataVersion next = collect(learning, export);
    var gone = new TreeSet<>(version.songs());
    gone.removeAll(next.songs());
    assertEquals(1, gone.size());
    assertFalse(
        Files.exists(next.folder().resolve("songs").resolve(gone.first().substring(0, 16))));

    // A file that is changed, or one that nobody listed, is found.
    Path added = Files.writeString(next.folder().resolve("songs/more"), "x");
    var e = assertThrows(IOException.class, next::verify);
    assertEquals(
        added + ": expected no file that the version does not list, found this one; remove it",
        e.getMessage());
    Files.delete(added);
    Files.writeString(next.manifest(), "x");
    assertThrows(IOException.class, next::verify);
    Path json = next.folder().resolve("version.json");
    Files.writeString(json, Files.readString(json).replace("feedback", "feedbacks"));
    var changed = assertThrows(IOException.class, () -> DataVersion.newest(learning));
    assertTrue(
        String.valueOf(changed.getMessage())
            .endsWith("; it was changed afterwards, restore it from a back-up"),
        changed::getMessage);
  }
}
