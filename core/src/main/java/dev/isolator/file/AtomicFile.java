package dev.isolator.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/// A file that appears whole or not at all.
///
/// ```java
/// try (var file = AtomicFile.beside(target)) {
///   write(file.temporary());
///   file.replace();
/// }
/// ```
///
/// The bytes go to a hidden file in the target's folder, `.isolator-PROCESS-SYSTEM-NUMBER.part`.
/// The last step sends them to the disk (fsync) and renames the file, which cannot fail half-way;
/// then the folder's entry goes to the disk too. [#close()] without that step removes the hidden
/// file. What a killed process left in the folder is removed by the next process that writes there,
/// see [Leftovers]. The hidden file has the permissions of the user's other files.
///
/// One thread at a time. It registers no shutdown hook, so it works in one.
public final class AtomicFile implements AutoCloseable {
  private static final AtomicLong NUMBER = new AtomicLong();

  private final Path target;
  private final Path temporary;
  private boolean done;

  private AtomicFile(Path target, Path temporary) {
    this.target = target;
    this.temporary = temporary;
  }

  /// What is written to a path.
  @FunctionalInterface
  public interface Content {
    /// Writes everything to an empty file that exists.
    void writeTo(Path file) throws IOException;
  }

  /// Makes the hidden file.
  ///
  /// @param target what it will be called; its folder must exist
  /// @throws IOException if the folder is missing or may not be written to
  public static AtomicFile beside(Path target) throws IOException {
    Path folder = folderOf(target);
    Leftovers.sweep(folder);
    while (true) {
      Path file = folder.resolve(Leftovers.name(NUMBER.getAndIncrement()));
      try {
        return new AtomicFile(target, Files.createFile(file));
      } catch (FileAlreadyExistsException e) {
        // of another process with our number, on a shared disk: the next number
      }
    }
  }

  /// Writes a file in one call, and replaces one that is there.
  public static void write(Path target, Content content) throws IOException {
    try (var file = beside(target)) {
      content.writeTo(file.temporary());
      file.replace();
    }
  }

  /// Writes bytes, and replaces a file that is there.
  public static void write(Path target, byte[] bytes) throws IOException {
    write(target, file -> Files.write(file, bytes));
  }

  /// Writes text in UTF-8, and replaces a file that is there.
  public static void write(Path target, String text) throws IOException {
    write(target, text.getBytes(StandardCharsets.UTF_8));
  }

  /// The hidden file, empty at first. It may be written in any way; whoever opens it closes it
  /// before [#replace()].
  public Path temporary() {
    return temporary;
  }

  /// Gives the file its name, in place of one that is there.
  public void replace() throws IOException {
    moveTo(target);
  }

  /// Gives the file another name than the one it was made for, in place of a file that is there.
  ///
  /// @param other in the same folder, or at least on the same file system
  public void moveTo(Path other) throws IOException {
    if (done) {
      throw new IllegalStateException(target + " was written or removed already");
    }
    rename(temporary, other);
    done = true;
  }

  /// Gives the file a name that nobody has yet.
  ///
  /// @return whether it has it now; false: somebody else's file of that name is there, and stays
  public boolean moveToNew(Path other) throws IOException {
    if (done) {
      throw new IllegalStateException(target + " was written or removed already");
    }
    force(temporary);
    try {
      Files.createLink(other, temporary); // unlike a rename, it replaces nothing
    } catch (FileAlreadyExistsException e) {
      return false;
    } catch (UnsupportedOperationException | IOException e) { // fat, some network disks
      if (Files.exists(other)) {
        return false;
      }
      moveTo(other);
      return true;
    }
    close();
    forceFolder(folderOf(other));
    return true;
  }

  /// Removes the hidden file, unless it was given its name.
  @Override
  public void close() throws IOException {
    if (!done) {
      done = true;
      Files.deleteIfExists(temporary);
    }
  }

  /// Gives a finished file or folder its name. The bytes of all its files go to the disk first, so
  /// that the name never stands for half of them.
  ///
  /// @param made file or folder that nobody writes to any more
  /// @param target on the same file system, in a folder that exists; a file that is there is
  ///   replaced, a folder that is not empty is not
  public static void rename(Path made, Path target) throws IOException {
    try (Stream<Path> files = Files.walk(made)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        force(file);
      }
    }
    Files.move(made, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    forceFolder(folderOf(target));
  }

  /// Returns when a file's bytes are on the disk.
  private static void force(Path file) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  /// Returns when a folder's entries are on the disk, where the system can.
  public static void forceFolder(Path folder) {
    try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // Windows opens no folders. The files themselves were forced before.
    }
  }

  /// The folder that a file is, or will be, in.
  public static Path folderOf(Path file) {
    Path parent = file.toAbsolutePath().getParent();
    return parent == null ? file.toAbsolutePath() : parent;
  }
}
