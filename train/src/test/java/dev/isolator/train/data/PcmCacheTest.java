package dev.isolator.train.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PcmCacheTest {
  @TempDir Path folder;

  @Test
  void keepsWhatItMadeOfAFileThatWasCopied() throws Exception {
    var cache = new PcmCache(folder.resolve("cache"));
    Path first = Files.writeString(folder.resolve("first.mid"), "the same bytes");
    Path copy = Files.copy(first, folder.resolve("copy.mid"));
    Files.setLastModifiedTime(copy, FileTime.fromMillis(0));

    assertEquals(cache.place(first, "drums"), cache.place(copy, "drums"));
  }

  @Test
  void makesAnewWhatChanged() throws Exception {
    var cache = new PcmCache(folder.resolve("cache"));
    Path file = Files.writeString(folder.resolve("song.mid"), "before");
    Path before = cache.place(file, "drums");
    FileTime date = Files.getLastModifiedTime(file);
    Files.writeString(file, "behind");
    Files.setLastModifiedTime(file, date);

    assertNotEquals(before, cache.place(file, "drums"));
    assertNotEquals(cache.place(file, "drums"), cache.place(file, "bass"));
  }
}
