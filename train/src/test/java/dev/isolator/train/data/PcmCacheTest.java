package dev.isolator.train.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.stream.IntStream;
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

  /// In order, and with the words of the first one that failed.
  @Test
  void whatIsMadeOfSeveralSoundsComesInTheirOrder() throws Exception {
    var sounds = IntStream.range(0, 40).boxed().toList();
    assertEquals(
        sounds.stream().map(i -> "sound " + i).toList(),
        PcmCache.ofEach(sounds, i -> "sound " + i));
    var e =
        assertThrows(
            IOException.class,
            () ->
                PcmCache.ofEach(
                    sounds,
                    i -> {
                      if (i % 7 == 6) {
                        throw new IOException("no sound " + i);
                      }
                      return i;
                    }));
    assertEquals("no sound 6", e.getMessage());
  }
}
