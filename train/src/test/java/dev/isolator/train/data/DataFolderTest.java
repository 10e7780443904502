package dev.isolator.train.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
  @TempDir Path root;

  @Test
  void filesOfTheSplitAreFound() throws Exception {
    write(
        "split.tsv",
        "file\tsplit",
        "multitrack/a/vocals.opus\ttrain",
        "multitrack/a/drums.opus\ttrain",
        "instrumental/b.opus\tvalidation",
        "voices/c/00.opus\ttrain",
        "voices/c/01.opus\tvalidation",
        "midi/d.mid\ttrain",
        "evaluation/e/vocals.opus\tevaluation");
    write("voices/c/clips.tsv", "file\tstart_s\tend_s", "00.opus\t0.5\t1.5", "01.opus\t0\t2");

    var train = DataFolder.open(root, DataFolder.Split.TRAIN);

    assertEquals(1, train.songs().size());
    assertEquals(root.resolve("multitrack/a/drums.opus"), train.songs().getFirst().get("drums"));
    assertEquals(List.of(), train.instrumentals());
    assertEquals(List.of(root.resolve("midi/d.mid")), train.midi());
    assertEquals(
        List.of(new DataFolder.Clip(root.resolve("voices/c/00.opus"), 0.5, 1.5)),
        train.voices().get("c"));
  }

  @Test
  void missingListIsNamed() {
    var e = assertThrows(IOException.class, () -> DataFolder.open(root, DataFolder.Split.TRAIN));
    assertEquals(
        root.resolve("split.tsv") + ": expected a list, found nothing there; check --data",
        e.getMessage());
  }

  @Test
  void unknownFolderIsRefused() throws Exception {
    write("split.tsv", "file\tsplit", "noises/a.opus\ttrain");
    var e = assertThrows(IOException.class, () -> DataFolder.open(root, DataFolder.Split.TRAIN));
    assertEquals(
        root.resolve("split.tsv")
            + ": expected files in multitrack, instrumental, voices or midi, found noises/a.opus",
        e.getMessage());
  }

  @Test
  void secondsThatAreNoneAreRefused() throws Exception {
    write("split.tsv", "file\tsplit", "voices/c/00.opus\ttrain");
    write("voices/c/clips.tsv", "file\tstart_s\tend_s", "00.opus\tsoon\t1.5");
    var e = assertThrows(IOException.class, () -> DataFolder.open(root, DataFolder.Split.TRAIN));
    assertEquals(
        root.resolve("voices/c/clips.tsv") + ": expected seconds, found soon and 1.5",
        e.getMessage());
  }

  private void write(String name, String... lines) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, List.of(lines));
  }
}
