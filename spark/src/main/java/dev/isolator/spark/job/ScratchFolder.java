package dev.isolator.spark.job;

import dev.isolator.audio.AudioException;
import dev.isolator.audio.AudioException.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/// This JVM's folder for temporary files, `isolator-catalogue-NUMBER` below a folder of the
/// executor's disk. It holds what the attempts that run now need – the song, unless it is on this
/// machine anyway, and its results – and each attempt's part is removed as soon as it ends.
///
/// The JVM removes the folder when it ends. A folder whose JVM was killed is removed by the next
/// one on the machine: each is locked while its JVM lives.
final class ScratchFolder {
  private static final String PREFIX = "isolator-catalogue-";
  private static final Map<Path, ScratchFolder> OPEN = new HashMap<>();

  private final Path folder;

  private ScratchFolder(Path folder) {
    this.folder = folder;
  }

  /// The folder below `parent`, made when first asked for.
  static synchronized ScratchFolder below(Path parent) throws IOException {
    Path real;
    try {
      real = Files.createDirectories(parent).toRealPath();
    } catch (IOException e) {
      throw AudioException.unwritable(parent.toString(), e);
    }
    ScratchFolder open = OPEN.get(real);
    if (open == null || !Files.isDirectory(open.folder)) {
      removeOfTheDead(real);
      open = make(real);
      OPEN.put(real, open);
    }
    return open;
  }

  private static ScratchFolder make(Path parent) throws IOException {
    Path folder = Files.createDirectory(parent.resolve(PREFIX + UUID.randomUUID()));
    FileChannel lockFile =
        FileChannel.open(
            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = lockFile.lock();
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  try {
                    lock.release();
                    lockFile.close();
                    remove(folder);
                  } catch (IOException | UncheckedIOException _) {
                    // the JVM is ending; the next one on this machine removes what is left
                  }
                },
                "isolator-scratch"));
    return new ScratchFolder(folder);
  }

  private static void removeOfTheDead(Path parent) throws IOException {
    try (Stream<Path> all = Files.list(parent)) {
      for (var old : all.filter(ScratchFolder::isOurs).toList()) {
        Path lockFile = old.resolve("lock");
        try (var channel = FileChannel.open(lockFile, StandardOpenOption.WRITE);
            var lock = channel.tryLock()) {
          if (lock != null) {
            remove(old);
          }
        } catch (OverlappingFileLockException | NoSuchFileException _) {
          // of this JVM; or it is being made, or removed, at this moment
        }
      }
    }
  }

  private static boolean isOurs(Path path) {
    return Files.isDirectory(path) && String.valueOf(path.getFileName()).startsWith(PREFIX);
  }

  /// A new folder for one attempt.
  Path forAttempt() throws IOException {
    try {
      return Files.createDirectory(folder.resolve(UUID.randomUUID().toString()));
    } catch (IOException e) {
      throw new AudioException(
          Kind.UNWRITABLE,
          folder.toString(),
          "expected scratch space for a song, found that none can be made (%s); choose another --scratch"
              .formatted(e.getMessage()),
          e);
    }
  }

  /// Removes a folder with all that is in it; nothing if it is not there.
  static void remove(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (var path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
