package dev.isolator.render;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// That our files are known by it is in [RenderingTest].
class EncodedByTagTest {
  @TempDir Path folder;

  @Test
  void filesOfOthersAreNotOurs() throws Exception {
    assertFalse(EncodedByTag.marks(folder));
    assertFalse(EncodedByTag.marks(folder.resolve("none")));
    assertFalse(EncodedByTag.marks(Files.write(folder.resolve("empty"), new byte[0])));
    assertFalse(EncodedByTag.marks(Files.write(folder.resolve("short"), new byte[5])));
    assertFalse(EncodedByTag.marks(Files.writeString(folder.resolve("text"), "Isolator")));
  }

  @Test
  void brokenBoxesEndTheSearch() throws Exception {
    for (int size : new int[] {0, 1, 7, -1, Integer.MAX_VALUE}) {
      var file = folder.resolve("box " + size);
      var bytes = ByteBuffer.allocate(64);
      bytes.putInt(8).put("ftyp".getBytes(StandardCharsets.US_ASCII));
      bytes.putInt(size).put("mdat".getBytes(StandardCharsets.US_ASCII)).putLong(-5);
      Files.write(file, bytes.array());

      assertFalse(EncodedByTag.marks(file));
    }
  }
}
