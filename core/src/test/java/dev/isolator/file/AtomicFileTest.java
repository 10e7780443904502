package dev.isolator.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  @TempDir private Path folder;

  private List<String> names() throws IOException {
    try (var files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void aFileHasItsOldContentUntilItHasTheNewOne() throws IOException {
    Path target = Files.writeString(folder.resolve("a.txt"), "old");

    try (var file = AtomicFile.beside(target)) {
      Files.writeString(file.temporary(), "new");
      assertEquals("old", Files.readString(target));
      file.replace();
    }

    assertEquals("new", Files.readString(target));
    assertEquals(List.of("a.txt"), names());
  }

  @Test
  void whatFailsHalfWayLeavesNothing() throws IOException {
    Path target = folder.resolve("a.txt");

    var e =
        assertThrows(
            IOException.class,
            () ->
                AtomicFile.write(
                    target,
                    file -> {
                      Files.writeString(file, "half");
                      throw new IOException("disk full");
                    }));

    assertEquals("disk full", e.getMessage());
    assertEquals(List.of(), names());
  }

  @Test
  void aMissingFolderIsNamed() {
    var e =
        assertThrows(
            NoSuchFileException.class,
            () -> AtomicFile.write(folder.resolve("none/a.txt"), "text"));
    assertTrue(String.valueOf(e.getMessage()).startsWith(folder.resolve("none") + "/"));
  }

  @Test
  void aFileIsGivenItsNameOnce() throws IOException {
    try (var file = AtomicFile.beside(folder.resolve("a.txt"))) {
      file.replace();
      var e = assertThrows(IllegalStateException.class, file::replace);
      assertEquals(folder.resolve("a.txt") + " was written or removed already", e.getMessage());
    }
  }

  @Test
  void aFinishedFolderGetsItsNameAndReplacesNoOther() throws IOException {
    Path made = Files.createDirectories(folder.resolve("scratch/below"));
    Files.writeString(made.resolve("stem"), "sound");
    Path target = folder.resolve("results");

    AtomicFile.rename(folder.resolve("scratch"), target);

    assertEquals("sound", Files.readString(target.resolve("below/stem")));
    assertFalse(Files.exists(folder.resolve("scratch")));
    Path other = Files.createDirectory(folder.resolve("other"));
    assertThrows(IOException.class, () -> AtomicFile.rename(other, target));
    assertEquals("sound", Files.readString(target.resolve("below/stem")));
  }

  @Test
  void whatAKilledProcessLeftIsRemovedByTheNextThatWrites() throws Exception {
    String ours;
    try (var open = AtomicFile.beside(folder.resolve("a.txt"))) {
      ours = open.temporary().getFileName().toString();
      Path left = Files.createFile(folder.resolve(ours.replace(pid(), endedProcess())));
      Path writing = open.temporary();

      Leftovers.remove(folder, Instant.now());

      assertFalse(Files.exists(left), "of a process that has ended");
      assertTrue(Files.exists(writing), "of this process");
    }
  }

  @Test
  void aProcessThatBeganAfterTheFileDidNotWriteIt() throws IOException {
    Path left =
        Files.createFile(
            folder.resolve(Leftovers.name(0))); // as if this process' number were given again
    Files.setLastModifiedTime(left, FileTime.from(Instant.now().minus(Duration.ofDays(400))));

    Leftovers.remove(folder, Instant.now());

    assertEquals(List.of(), names());
  }

  @Test
  void filesOfOtherSystemsStayForADay() throws Exception {
    Path file = Files.createFile(folder.resolve(".isolator" + endedProcess() + "0123abcd-7.part"));
    var now = Instant.now();

    Leftovers.remove(folder, now.plus(Duration.ofHours(23)));
    assertTrue(Files.exists(file));

    Leftovers.remove(folder, now.plus(Duration.ofHours(25)));
    assertFalse(Files.exists(file));
  }

  @Test
  void otherHiddenFilesStay() throws IOException {
    Files.createFile(folder.resolve(".isolator-notes.part"));
    Files.createFile(folder.resolve(".isolator-x-y-z.part"));

    Leftovers.remove(folder, Instant.now().plus(Duration.ofDays(9)));

    assertEquals(List.of(".isolator-notes.part", ".isolator-x-y-z.part"), names());
  }

  private static String pid() {
    return "-" + ProcessHandle.current().pid() + "-";
  }

  /// The number of a process that was there, between dashes.
  private static String endedProcess() throws Exception {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var process = new ProcessBuilder(java, "-version").redirectErrorStream(true).start();
    process.getInputStream().readAllBytes();
    process.waitFor();
    return "-" + process.pid() + "-";
  }
}
