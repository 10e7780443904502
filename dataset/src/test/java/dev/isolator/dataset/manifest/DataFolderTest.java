package dev.isolator.dataset.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.isolator.dataset.TinyData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
  @TempDir Path folder = Path.of("");
  private Manifest manifest = new Manifest(Path.of(""), List.of());

  @BeforeEach
  void write() throws IOException {
    manifest = TinyData.write(folder);
  }

  private Entry entry(String id) {
    return manifest.entries().stream().filter(e -> e.id().equals(id)).findFirst().orElseThrow();
  }

  @Test
  void everyFileBecomesAnEntryWithItsSplitAndLicence() {
    assertEquals(
        List.of(
            "instrumental-drone validation CC-BY-4.0 there Bob",
            "instrumental-hum train CC0-1.0 here Ada",
            "midi-down validation BSD-3-Clause a game Dee",
            "midi-up train BSD-3-Clause a game Dee",
            "song-echo train CC0-1.0 ann/songs, more ",
            "voice-alto-clips train CC-BY-4.0 a bank Cas",
            "voice-tenor-clips validation CC-BY-4.0 a bank Cas"),
        manifest.entries().stream()
            .map(
                e ->
                    String.join(
                        " ", e.id(), e.split().toString(), e.licence(), e.source(), e.credit()))
            .toList());
  }

  @Test
  void lengthsAndClipsAreMeasuredAndRead() {
    var song = entry("song-echo");
    assertEquals(List.of("vocals", "music"), List.copyOf(song.stems().keySet()));
    assertEquals("multitrack/echo/vocals.opus", song.stem("vocals").path());
    assertEquals(48_000, song.sampleRate());
    assertEquals(2, song.channels());
    assertEquals(3, song.duration(), 1e-4);
    assertEquals("ann", song.artist(), "songs of one repository are of one artist");
    assertEquals(12, entry("midi-up").duration(), 1e-9);
    assertEquals(
        List.of(new ClipSpan(0, 1.5), new ClipSpan(1.75, 3.25)), entry("voice-alto-clips").clips());
    assertEquals(64, song.stem("vocals").sha256().length());
  }

  @Test
  void theManifestMayLieElsewhere() throws IOException {
    Path elsewhere = Files.createDirectories(folder.resolve("lists/mine"));
    var entries = DataFolder.entries(folder, elsewhere);
    assertEquals("../../midi/down.mid", entries.get(2).stem("music").path());
  }

  /// It has no list of splits, and its licences stand in the table of the folder above.
  @Test
  void aFolderNamedValidationValidatesAlone() throws IOException {
    Path validation = folder.resolve("validation-2");
    Path voice = Files.createDirectories(validation.resolve("voices/alto"));
    for (String file : List.of("clips.wav", "clips.tsv")) {
      Files.copy(folder.resolve("voices/alto").resolve(file), voice.resolve(file));
    }
    Files.writeString(
        folder.resolve("LICENCES.md"),
        Files.readString(folder.resolve("LICENCES.md"))
            + "| `validation-2/voices/alto` | a voice | validation only | else | CC0 1.0 | Eve |\n");
    var entries = DataFolder.entries(validation, folder);
    assertEquals(
        List.of("voice-validation-2-alto-clips validation CC0-1.0 else Eve"),
        entries.stream()
            .map(
                e ->
                    String.join(
                        " ", e.id(), e.split().toString(), e.licence(), e.source(), e.credit()))
            .toList());
    assertEquals("validation-2/voices/alto/clips.wav", entries.getFirst().stem("vocals").path());
  }

  @Test
  void aFileWithoutASplitIsRefused() throws IOException {
    Files.copy(folder.resolve("midi/up.mid"), folder.resolve("midi/new.mid"));
    var e = assertThrows(ManifestException.class, () -> DataFolder.entries(folder, folder));
    assertEquals(
        folder.resolve("split.tsv") + ": has no line for midi/new.mid; add one", e.getMessage());
  }

  @Test
  void aSplitThatIsNoneIsRefused() throws IOException {
    Files.writeString(folder.resolve("split.tsv"), "file\tsplit\nmidi/up.mid\ttest\n");
    var e = assertThrows(ManifestException.class, () -> DataFolder.entries(folder, folder));
    assertEquals(
        folder.resolve("split.tsv")
            + ": split must be train, validation or evaluation, was \"test\"",
        e.getMessage());
  }

  @Test
  void aFolderWithoutSplitsIsRefused() throws IOException {
    Files.delete(folder.resolve("split.tsv"));
    var e = assertThrows(ManifestException.class, () -> DataFolder.entries(folder, folder));
    assertEquals(
        folder.resolve("split.tsv") + ": no such file, expected a table of file, split",
        e.getMessage());
  }

  @Test
  void twoFilesOfOneIdAreRefused() throws IOException {
    Files.copy(folder.resolve("midi/up.mid"), folder.resolve("midi/Up!.mid"));
    Files.writeString(
        folder.resolve("split.tsv"),
        Files.readString(folder.resolve("split.tsv")) + "midi/Up!.mid\ttrain\n");
    var e = assertThrows(ManifestException.class, () -> DataFolder.entries(folder, folder));
    assertEquals(folder + ": two files would have the id midi-up; rename one", e.getMessage());
  }

  @Test
  void aTableWithOtherColumnsIsRefused() throws IOException {
    Path table = folder.resolve("voices/alto/clips.tsv");
    Files.writeString(table, "file\tfrom\tto\n");
    var e = assertThrows(ManifestException.class, () -> DataFolder.entries(folder, folder));
    assertEquals(
        table + ":1: expected the columns file, start_s, end_s, found \"file\tfrom\tto\"",
        e.getMessage());
  }
}
