package dev.isolator.spark.store;

import dev.isolator.audio.AudioException;
import dev.isolator.audio.AudioException.Kind;
import dev.isolator.file.Sha256;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.security.DigestInputStream;
import java.util.HexFormat;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnsupportedFileSystemException;

/// Opens files by their URI. A URI without a scheme is a file of Hadoop's default file system,
/// which is the machine's own where nothing else is configured. Escapes such as `%20` are taken
/// literally, as Hadoop does. Any thread.
public final class HadoopFiles {
  private HadoopFiles() {}

  /// The file system that a path is on. Of the machine's own the raw one is taken: it writes no
  /// `.crc` files beside what it writes.
  ///
  /// @throws AudioException of the kind `UNREADABLE` where nothing serves that scheme
  public static FileSystem systemOf(Path path, Configuration configuration) throws IOException {
    try {
      FileSystem system = path.getFileSystem(configuration);
      return system instanceof LocalFileSystem local ? local.getRawFileSystem() : system;
    } catch (UnsupportedFileSystemException e) {
      throw new AudioException(
          Kind.UNREADABLE,
          path.toString(),
          "expected file:, hdfs: or another scheme that this Spark's Hadoop serves, found one that it does not; give spark-submit the package that does, such as org.apache.hadoop:hadoop-aws",
          e);
    }
  }

  /// A path, with its file system's scheme and its folders from the root on.
  ///
  /// @throws AudioException of the kind `UNREADABLE` for a text that is no URI
  public static Path qualified(String uri, Configuration configuration) throws IOException {
    Path path;
    try {
      path = new Path(uri);
    } catch (IllegalArgumentException e) {
      throw new AudioException(
          Kind.UNREADABLE,
          uri.isEmpty() ? "''" : uri,
          "expected a file's name or URI, found something else (%s); check it"
              .formatted(e.getMessage()),
          e);
    }
    return systemOf(path, configuration).makeQualified(path);
  }

  /// Size and time of a file.
  ///
  /// @throws AudioException of the kind `UNREADABLE` if there is none
  public static FileStatus status(Path path, Configuration configuration) throws IOException {
    try {
      FileStatus status = systemOf(path, configuration).getFileStatus(path);
      if (status.isDirectory()) {
        throw new AudioException(
            Kind.UNREADABLE,
            path.toString(),
            "expected a song's file, found a folder; give the file");
      }
      return status;
    } catch (FileNotFoundException e) {
      throw new AudioException(
          Kind.UNREADABLE, path.toString(), "no such file, expected a song; check its URI", e);
    }
  }

  /// Copies a file to this machine.
  ///
  /// @param most bytes that it may have
  /// @return the SHA-256 of what was copied
  /// @throws AudioException of the kind `LIMIT` if it is larger
  public static String fetch(
      Path from, java.nio.file.Path to, long most, Configuration configuration) throws IOException {
    FileStatus status = status(from, configuration);
    checkBytes(from, status.getLen(), most);
    var digest = Sha256.digest();
    try (InputStream in = systemOf(from, configuration).open(from);
        var hashed = new DigestInputStream(in, digest)) {
      long copied = Files.copy(hashed, to);
      if (copied != status.getLen()) {
        throw new AudioException(
            Kind.CORRUPT,
            from.toString(),
            "expected %d bytes, found %d; it changed while it was read, run the catalogue again"
                .formatted(status.getLen(), copied));
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /// Refuses a song of too many bytes.
  public static void checkBytes(Path song, long bytes, long most) throws AudioException {
    if (bytes > most) {
      throw new AudioException(
          Kind.LIMIT,
          song.toString(),
          "expected a song of at most %d bytes, found %d; raise --max-song-bytes if the executors' scratch disks hold it"
              .formatted(most, bytes));
    }
  }
}
