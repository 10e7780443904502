package dev.isolator.launcher;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What `tar` unpacks is what was packed.
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there the archive is a zip")
class ArchiveTest {
  @TempDir Path temp;

  @ParameterizedTest(name = "{0} bytes")
  @ValueSource(ints = {0, 1, 511, 512, 513, 70_000})
  void unpackedIsPacked(int size) throws Exception {
    var folder = Files.createDirectories(temp.resolve("isolator-1"));
    var content = new byte[size];
    for (int i = 0; i < size; i++) {
      content[i] = (byte) (i * 7);
    }
    var file = Files.write(folder.resolve("song größer.bin"), content);
    Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(1_700_000_001)));

    var unpacked = unpack(Archive.tarGz(folder, temp.resolve("a.tar.gz")));

    var copy = unpacked.resolve("isolator-1/song größer.bin");
    assertArrayEquals(content, Files.readAllBytes(copy));
    assertEquals(1_700_000_001, Files.getLastModifiedTime(copy).toMillis() / 1000);
  }

  @Test
  void linksRightsAndLongNamesAreKept() throws Exception {
    var folder = Files.createDirectories(temp.resolve("isolator-1"));
    var deep = Files.createDirectories(folder.resolve("a".repeat(60)).resolve("b".repeat(60)));
    Files.writeString(deep.resolve("c".repeat(60)), "deep");
    var script = Files.writeString(folder.resolve("start"), "#!/bin/sh\n");
    assertTrue(script.toFile().setExecutable(true));
    Files.createSymbolicLink(folder.resolve("link"), Path.of("start"));

    var unpacked = unpack(Archive.tarGz(folder, temp.resolve("a.tar.gz"))).resolve("isolator-1");

    assertEquals(
        "deep",
        Files.readString(unpacked.resolve(folder.relativize(deep)).resolve("c".repeat(60))));
    assertTrue(Files.isExecutable(unpacked.resolve("start")));
    assertEquals(Path.of("start"), Files.readSymbolicLink(unpacked.resolve("link")));
  }

  @Test
  void aNameThatTarCannotHoldIsRefused() throws IOException {
    var folder = Files.createDirectories(temp.resolve("isolator-1"));
    Files.writeString(folder.resolve("n".repeat(180)), "");

    var e = assertThrows(IOException.class, () -> Archive.tarGz(folder, temp.resolve("a.tar.gz")));

    assertEquals(
        "n".repeat(180) + ": too long for an archive; shorten it to 100 bytes", e.getMessage());
  }

  private Path unpack(Path archive) throws Exception {
    var to = Files.createDirectories(temp.resolve("unpacked"));
    var tar = new ProcessBuilder("tar", "-xzf", archive.toString(), "-C", to.toString());
    assertEquals(0, tar.inheritIO().start().waitFor());
    return to;
  }
}
