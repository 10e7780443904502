package dev.isolator.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicCopyTest {
  @TempDir Path folder;

  @Test
  void theNewContentIsInPlaceOfTheOldAndNothingIsLeft() throws IOException {
    var file = Files.writeString(folder.resolve("a.jar"), "old and longer");

    AtomicCopy.of(new ByteArrayInputStream("new".getBytes(UTF_8)), file);

    assertEquals("new", Files.readString(file));
    assertEquals(List.of(file), FileTree.list(folder));
  }

  @Test
  void aStreamThatBreaksLeavesTheOldFileAlone() throws IOException {
    var file = Files.writeString(folder.resolve("a.jar"), "old");
    var broken =
        new FilterInputStream(new ByteArrayInputStream("half".getBytes(UTF_8))) {
          @Override
          public int read(byte[] block, int from, int count) throws IOException {
            int read = super.read(block, from, count);
            if (read < 0) {
              throw new IOException("the disk is gone");
            }
            return read;
          }
        };

    var e = assertThrows(IOException.class, () -> AtomicCopy.of(broken, file));

    assertEquals("the disk is gone", e.getMessage());
    assertEquals("old", Files.readString(file));
    assertEquals(List.of(file), FileTree.list(folder));
  }
}
