package dev.isolator.server.storage;

import dev.isolator.file.AtomicFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A folder as storage, local or mounted by several servers (NFS 4). Prefixes of keys are folders
/// in it; scratch is one of them, so that publishing is a rename.
public final class FolderStorage implements Storage {
  private static final String SCRATCH = "scratch";
  private static final int COPY_BYTES = 1 << 16;

  private final Path root;

  /// Makes the folder if it is missing; only its owner may look into it.
  public FolderStorage(Path root) throws IOException {
    this.root = root.toAbsolutePath().normalize();
    makeFolder(this.root.resolve(SCRATCH));
    if (this.root.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(this.root, PosixFilePermissions.fromString("rwx------"));
    }
  }

  private Path path(StorageKey key) {
    Path path = root.resolve(key.text()).normalize();
    if (!path.startsWith(root)) {
      throw new IllegalArgumentException("key leaves the storage");
    }
    return path;
  }

  @Override
  public Path scratch(String name) throws IOException {
    var key = StorageKey.of(SCRATCH, name + "-" + UUID.randomUUID().toString().substring(0, 8));
    return Files.createDirectory(path(key));
  }

  @Override
  public void publish(Path made, StorageKey key) throws IOException {
    Path target = path(key);
    makeFolder(parent(target));
    try (Stream<Path> folders = Files.walk(made)) {
      folders.filter(Files::isDirectory).forEach(AtomicFile::forceFolder);
    }
    AtomicFile.rename(made, target);
  }

  /// Makes a folder that is missing, and those above it, each with its entry on the disk.
  private static void makeFolder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Path parent = folder.getParent();
      if (parent != null) {
        makeFolder(parent);
      }
      Files.createDirectories(folder); // another server may have been quicker
      AtomicFile.forceFolder(AtomicFile.folderOf(folder));
    }
  }

  @Override
  public Optional<Stored> find(StorageKey key) throws IOException {
    try {
      var attributes = Files.readAttributes(path(key), BasicFileAttributes.class);
      return attributes.isRegularFile()
          ? Optional.of(new Stored(attributes.size(), attributes.lastModifiedTime().toInstant()))
          : Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  @Override
  public boolean exists(StorageKey key) {
    return Files.exists(path(key));
  }

  @Override
  public InputStream read(StorageKey key, long from) throws IOException {
    var channel = FileChannel.open(path(key), StandardOpenOption.READ);
    channel.position(from);
    return Channels.newInputStream(channel);
  }

  @Override
  public Path local(StorageKey key) {
    return path(key);
  }

  @Override
  public void delete(StorageKey key) throws IOException {
    remove(path(key));
  }

  private static void remove(Path path) throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    Files.walkFileTree(
        path,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE; // another server was quicker
            }
            throw e;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e)
              throws IOException {
            if (e != null) {
              throw e;
            }
            Files.deleteIfExists(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  @Override
  public List<StorageKey> list(String prefix) throws IOException {
    Path folder = root.resolve(prefix);
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> StorageKey.of(prefix, String.valueOf(file.getFileName()))).toList();
    }
  }

  @Override
  public long bytes(StorageKey key) throws IOException {
    Path path = path(key);
    if (!Files.exists(path)) {
      return 0;
    }
    try (Stream<Path> files = Files.walk(path)) {
      return files.mapToLong(FolderStorage::size).sum();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static long size(Path file) {
    try {
      return Files.isRegularFile(file) ? Files.size(file) : 0;
    } catch (NoSuchFileException e) {
      return 0; // removed meanwhile
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Instant modified(StorageKey key) throws IOException {
    return Files.getLastModifiedTime(path(key)).toInstant();
  }

  @Override
  public void begin(StorageKey key) throws IOException {
    Path folder = parent(path(key));
    makeFolder(folder);
    Files.createFile(path(key));
    AtomicFile.forceFolder(folder);
  }

  @Override
  public long append(StorageKey key, long at, InputStream chunk, long most) throws IOException {
    try (var file = FileChannel.open(path(key), StandardOpenOption.WRITE)) {
      long end = at;
      var buffer = new byte[COPY_BYTES];
      try {
        for (int n; (n = chunk.read(buffer)) >= 0; end += n) {
          if (end - at + n > most) {
            throw new ChunkTooLongException(most);
          }
          var bytes = ByteBuffer.wrap(buffer, 0, n);
          while (bytes.hasRemaining()) {
            file.write(bytes, end + bytes.position());
          }
        }
      } catch (ChunkTooLongException e) {
        throw e;
      } catch (IOException e) {
        file.force(true);
        throw new ChunkInterruptedException(end, e);
      }
      file.force(true);
      return end;
    }
  }

  @Override
  public long freeBytes() throws IOException {
    return Files.getFileStore(root).getUsableSpace();
  }

  @Override
  public void sweepScratch(Instant before) throws IOException {
    for (StorageKey folder : list(SCRATCH)) {
      if (isOlder(folder, before)) {
        delete(folder);
      }
    }
  }

  private boolean isOlder(StorageKey key, Instant before) throws IOException {
    try {
      return modified(key).isBefore(before);
    } catch (NoSuchFileException e) {
      return false; // another server has just removed it
    }
  }

  private static Path parent(Path path) {
    Path parent = path.getParent();
    if (parent == null) {
      throw new IllegalArgumentException("the storage is no file system's root");
    }
    return parent;
  }
}
