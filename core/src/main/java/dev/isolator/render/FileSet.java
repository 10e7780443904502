package dev.isolator.render;

import dev.isolator.audio.AudioException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The files of one song, which appear all at once or not at all.
///
/// What is being written has a hidden name in its final folder, `.isolator-PROCESS-NUMBER.part`, so
/// that the last step is a rename, which cannot fail half-way. [#close()] before [#commit] removes
/// the temporary files and the folders that were made for them; so does a shutdown hook when the
/// program is told to end (Ctrl-C, SIGTERM). After a power cut or `kill -9` the next song that is
/// written into the folder removes what is older than an hour and of no living process.
///
/// May be used from any thread.
final class FileSet implements AutoCloseable {
  private static final String PREFIX = ".isolator-";
  private static final String SUFFIX = ".part";
  private static final Duration STALE = Duration.ofHours(1);
  private static final Set<FileSet> OPEN = ConcurrentHashMap.newKeySet();

  /// Removes what is open when the JVM is told to end; registered with the first set.
  private static final class Hook {
    static final Thread THREAD =
        new Thread(() -> List.copyOf(OPEN).forEach(FileSet::close), "isolator-clean-up");

    static {
      Runtime.getRuntime().addShutdownHook(THREAD);
    }

    private Hook() {}
  }

  /// Makes something of a path.
  @FunctionalInterface
  interface Opener<T> {
    T open(Path temporary) throws AudioException;
  }

  private final Set<Path> temporaries = new LinkedHashSet<>();
  private final List<Path> madeFolders = new ArrayList<>();
  private final Set<Path> sweptFolders = new LinkedHashSet<>();
  private int number;
  private boolean closed;

  FileSet() {
    if (Hook.THREAD.isAlive()) {
      throw new IllegalStateException("the program is ending");
    }
    OPEN.add(this);
  }

  /// Opens a new temporary file in the folder of `target`, which is made if missing.
  synchronized <T> T temporary(Path target, Opener<T> opener) throws AudioException {
    var file = newTemporary(target);
    return opener.open(file);
  }

  private Path newTemporary(Path target) throws AudioException {
    if (closed) {
      throw new IllegalStateException("the files of this song were already removed");
    }
    var folder = folderOf(target);
    makeFolder(folder, target);
    sweep(folder);
    while (true) {
      var name =
          PREFIX
              + ProcessHandle.current().pid()
              + "-"
              + Integer.toHexString(System.identityHashCode(this))
              + "-"
              + number++
              + SUFFIX;
      var file = folder.resolve(name);
      try {
        temporaries.add(Files.createFile(file));
        return file;
      } catch (FileAlreadyExistsException e) {
        // of another process with our number, on a shared disk
      } catch (IOException e) {
        throw AudioException.unwritable(target.toString(), e);
      }
    }
  }

  /// Removes a temporary file that has done its work.
  synchronized void discard(Path temporary) throws IOException {
    Files.deleteIfExists(temporary);
    temporaries.remove(temporary);
  }

  /// Gives the temporary files their names: all of them, or none and an error.
  ///
  /// @param targets temporary to final, on the same file system
  synchronized void commit(Map<Path, Path> targets, Collision collision) throws AudioException {
    if (closed) {
      throw new IllegalStateException("the files of this song were already removed");
    }
    var backups = new LinkedHashMap<Path, Path>();
    var moved = new ArrayList<Path>();
    try {
      for (var move : targets.entrySet()) {
        var target = move.getValue();
        try {
          if (Files.exists(target)) {
            if (collision != Collision.OVERWRITE || Files.isDirectory(target)) {
              throw exists(target);
            }
            backups.put(backUp(target), target);
          }
          Files.move(move.getKey(), target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
          throw e instanceof AudioException a ? a : AudioException.unwritable(target.toString(), e);
        }
        moved.add(target);
      }
    } catch (AudioException | RuntimeException e) {
      undo(moved, backups, e);
      throw e;
    }
    backups.keySet().forEach(FileSet::deleteQuietly);
    for (var target : moved) {
      force(folderOf(target));
    }
    temporaries.removeAll(targets.keySet());
    temporaries.forEach(FileSet::deleteQuietly);
    closed = true;
    OPEN.remove(this);
  }

  /// A second name for the file that will be replaced; where the file system has no links, the file
  /// moves.
  private Path backUp(Path target) throws AudioException, IOException {
    var backup = newTemporary(target);
    Files.delete(backup);
    try {
      Files.createLink(backup, target);
    } catch (UnsupportedOperationException | IOException e) { // fat, some network disks
      Files.move(target, backup, StandardCopyOption.ATOMIC_MOVE);
    }
    return backup;
  }

  private static void undo(List<Path> moved, Map<Path, Path> backups, Exception because) {
    moved.forEach(FileSet::deleteQuietly);
    backups.forEach(
        (backup, target) -> {
          try {
            Files.move(backup, target, StandardCopyOption.ATOMIC_MOVE);
          } catch (IOException e) {
            because.addSuppressed(e);
          }
        });
  }

  /// The error for a file that is in the way.
  static AudioException exists(Path target) {
    return new AudioException(
        AudioException.Kind.UNWRITABLE,
        target.toString(),
        "exists already; replace it (--overwrite), keep it (--skip-existing) or choose another"
            + " output folder");
  }

  private void makeFolder(Path folder, Path target) throws AudioException {
    var missing = new ArrayList<Path>();
    for (@Nullable Path at = folder; at != null && !Files.exists(at); at = at.getParent()) {
      missing.addFirst(at);
    }
    try {
      for (var next : missing) {
        try {
          madeFolders.addFirst(Files.createDirectory(next));
        } catch (FileAlreadyExistsException e) {
          // made by somebody else in between
        }
      }
    } catch (IOException e) {
      throw AudioException.unwritable(target.toString(), e);
    }
    if (!Files.isDirectory(folder)) {
      throw new AudioException(
          AudioException.Kind.UNWRITABLE,
          target.toString(),
          "cannot be written: expected a folder at %s, found a file; choose another output folder"
              .formatted(folder));
    }
  }

  /// Removes what a killed process left in a folder, once a folder.
  private void sweep(Path folder) {
    if (!sweptFolders.add(folder)) {
      return;
    }
    try (var files = Files.newDirectoryStream(folder, PREFIX + "*" + SUFFIX)) {
      for (var file : files) {
        var process =
            file.getFileName().toString().substring(PREFIX.length()).replaceAll("-.*", "");
        var age = Duration.between(Files.getLastModifiedTime(file).toInstant(), Instant.now());
        if (process.matches("[0-9]{1,18}")
            && age.compareTo(STALE) > 0
            && ProcessHandle.of(Long.parseLong(process)).isEmpty()) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException | java.nio.file.DirectoryIteratorException e) {
      // Somebody else's leftovers; what we write ourselves will tell if the folder is no good.
    }
  }

  /// Sends a folder's entries to the disk, where the system can.
  private static void force(Path folder) {
    try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // Windows opens no folders. The files themselves were forced before.
    }
  }

  private static void deleteQuietly(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // On the way out; the next song in this folder sweeps it.
    }
  }

  static Path folderOf(Path target) {
    var parent = target.toAbsolutePath().getParent();
    return parent == null ? target.toAbsolutePath() : parent;
  }

  /// A path of names that the system's encoding may not be able to hold.
  static Path resolve(Path directory, String below) throws AudioException {
    try {
      return directory.resolve(below);
    } catch (InvalidPathException e) {
      throw new AudioException(
          AudioException.Kind.UNWRITABLE,
          below,
          "cannot be written: the system's character set has no such name; set LC_ALL=C.UTF-8",
          e);
    }
  }

  /// Removes the temporary files, and the folders that were made for them if nothing else is in
  /// them. After [#commit] it does nothing.
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    OPEN.remove(this);
    temporaries.forEach(FileSet::deleteQuietly);
    for (var folder : madeFolders) {
      try {
        Files.deleteIfExists(folder);
      } catch (DirectoryNotEmptyException e) {
        return; // somebody else's file is in it: it stays, and so do those above it
      } catch (IOException e) {
        return;
      }
    }
  }
}
