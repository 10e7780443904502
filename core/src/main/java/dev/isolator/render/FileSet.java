package dev.isolator.render;

import dev.isolator.audio.AudioException;
import dev.isolator.file.AtomicFile;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
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
/// Each is an [AtomicFile]: hidden in its final folder until the last step, a rename, gives it its
/// name; what a killed program leaves there, the next one that writes into the folder removes. A
/// set adds to that:
///
/// - folders are made where they are missing;
/// - [#commit] names all files or none: a second name keeps each file that is replaced, until all
///   are in place;
/// - [#close()] before [#commit] removes the hidden files and the folders that were made for them;
///   so does a shutdown hook when the program is told to end (Ctrl-C, SIGTERM).
///
/// May be used from any thread.
final class FileSet implements AutoCloseable {
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

  private final Map<Path, AtomicFile> temporaries = new LinkedHashMap<>();
  private final List<Path> madeFolders = new ArrayList<>();
  private boolean closed;

  FileSet() {
    if (Hook.THREAD.isAlive()) {
      throw new IllegalStateException("the program is ending");
    }
    OPEN.add(this);
  }

  /// A new hidden file, empty, in the folder of `target`, which is made if missing.
  synchronized Path temporary(Path target) throws AudioException {
    checkOpen();
    makeFolder(AtomicFile.folderOf(target), target);
    try {
      var file = AtomicFile.beside(target);
      temporaries.put(file.temporary(), file);
      return file.temporary();
    } catch (IOException e) {
      throw AudioException.unwritable(target.toString(), e);
    }
  }

  /// From now on the owner closes this set when the program is told to end, and may still commit
  /// it.
  void leaveToOwner() {
    OPEN.remove(this);
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("the files of this song were already removed");
    }
  }

  /// Removes a temporary file that has done its work.
  synchronized void discard(Path temporary) throws IOException {
    file(temporary).close();
    temporaries.remove(temporary);
  }

  private AtomicFile file(Path temporary) {
    var file = temporaries.get(temporary);
    if (file == null) {
      throw new IllegalArgumentException(temporary + " is no temporary file of this song");
    }
    return file;
  }

  /// A file that is being replaced.
  ///
  /// @param backup the hidden name that it has meanwhile
  /// @param target its own name
  /// @param written when it was written
  private record Replaced(Path backup, Path target, FileTime written) {}

  /// Gives temporary files their names: all of them, or none and an error. The other temporary
  /// files are removed.
  ///
  /// @param targets temporary to final
  /// @return with [OverwritePolicy#SKIP] the targets that somebody else wrote meanwhile, and that
  ///   stay as they are
  synchronized Set<Path> commit(Map<Path, Path> targets, OverwritePolicy overwrite)
      throws AudioException {
    checkOpen();
    var replaced = new ArrayList<Replaced>();
    var moved = new ArrayList<Path>();
    var left = new LinkedHashSet<Path>(); // in the order of the targets
    try {
      for (var move : targets.entrySet()) {
        var target = move.getValue();
        boolean placed = false;
        try {
          if (overwrite == OverwritePolicy.OVERWRITE && Files.exists(target)) {
            if (Files.isDirectory(target)) {
              throw exists(target);
            }
            replaced.add(backUp(target));
          }
          placed = place(file(move.getKey()), target, overwrite);
        } catch (IOException e) {
          throw e instanceof AudioException a ? a : AudioException.unwritable(target.toString(), e);
        }
        (placed ? moved : left).add(target);
      }
    } catch (AudioException | RuntimeException e) {
      undo(moved, replaced, e);
      throw e;
    }
    closed = true;
    OPEN.remove(this);
    temporaries.values().forEach(FileSet::closeQuietly); // backups; what was moved is done
    return left;
  }

  /// Gives a file its name.
  ///
  /// @return whether it has it: false where somebody else's file is to stay
  private static boolean place(AtomicFile file, Path target, OverwritePolicy overwrite)
      throws IOException {
    switch (overwrite) {
      case OVERWRITE -> file.moveTo(target);
      case REFUSE -> {
        if (!file.moveToNew(target)) {
          throw exists(target);
        }
      }
      case SKIP -> {
        if (!file.moveToNew(target)) {
          if (Files.isDirectory(target)) {
            throw exists(target);
          }
          return false;
        }
      }
    }
    return true;
  }

  /// A second name for the file that will be replaced; where the file system has no links, the file
  /// moves. It counts as written now: what is older than its process looks like a leftover of
  /// another ([AtomicFile]).
  private Replaced backUp(Path target) throws IOException {
    var written = Files.getLastModifiedTime(target);
    var backup = temporary(target);
    Files.delete(backup);
    try {
      Files.createLink(backup, target);
    } catch (UnsupportedOperationException | IOException e) { // fat, some network disks
      Files.move(target, backup, StandardCopyOption.ATOMIC_MOVE);
    }
    setWritten(backup, FileTime.from(Instant.now()));
    return new Replaced(backup, target, written);
  }

  private void undo(List<Path> moved, List<Replaced> replaced, Exception because) {
    moved.forEach(FileSet::deleteQuietly);
    for (var file : replaced) {
      try {
        Files.move(file.backup(), file.target(), StandardCopyOption.ATOMIC_MOVE);
        setWritten(file.target(), file.written());
      } catch (IOException e) {
        because.addSuppressed(e);
      }
      temporaries.remove(file.backup()); // never removed here: it may be all that is left
    }
  }

  private static void setWritten(Path file, FileTime time) {
    try {
      Files.setLastModifiedTime(file, time);
    } catch (IOException e) {
      // Somebody else's file in a shared folder.
    }
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

  private static void deleteQuietly(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // On the way out; there is nothing better to do.
    }
  }

  private static void closeQuietly(AtomicFile file) {
    try {
      file.close();
    } catch (IOException e) {
      // On the way out; the next program that writes into this folder removes it.
    }
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
    temporaries.values().forEach(FileSet::closeQuietly);
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
