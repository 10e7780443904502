package dev.isolator.dataset.download;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.apache.commons.compress.archivers.ar.ArArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/// Takes wanted files out of archives, into a folder, under numbers instead of their names: no path
/// of an archive ever becomes a path of this machine.
///
/// Limits: 200 000 entries, of which 20 000 are wanted, 1 GiB for a file, 8 GiB for all, and 256
/// MiB of memory for the dictionary of xz. A wanted link, or a path that leaves the archive, is
/// refused.
final class ArchiveExtraction {
  private static final int MOST_ENTRIES = 200_000;
  private static final int MOST_FILES = 20_000;
  private static final long MOST_BYTES = 1L << 30;
  private static final long MOST_BYTES_OF_ALL = 8L << 30;
  private static final int XZ_MEMORY_KIB = 256 << 10;
  private static final int BLOCK = 1 << 16;

  private final String name;
  private final Predicate<String> wanted;
  private final Path folder;
  private final Map<String, Path> files = new TreeMap<>();
  private int entries;
  private long bytes;

  /// @param name of the archive in messages
  /// @param wanted told paths without `./` before them
  /// @param folder that exists and is empty
  ArchiveExtraction(String name, Predicate<String> wanted, Path folder) {
    this.name = name;
    this.wanted = wanted;
    this.folder = folder;
  }

  /// Path in the archive to the file that was taken, in order of the paths.
  Map<String, Path> files() {
    return Collections.unmodifiableMap(files);
  }

  /// Takes files out of the data of a Debian package, an `ar` archive with `data.tar.xz` or
  /// `data.tar.gz` in it (deb(5)).
  void debian(Path file) throws IOException {
    try (var ar = new ArArchiveInputStream(Files.newInputStream(file))) {
      for (var entry = ar.getNextEntry(); entry != null; entry = ar.getNextEntry()) {
        String member = entry.getName();
        if (member.equals("data.tar.xz")) {
          try (var xz = new XZInputStream(ar, XZ_MEMORY_KIB)) {
            tar(xz);
          }
          return;
        }
        if (member.equals("data.tar.gz")) {
          try (var gzip = new GZIPInputStream(ar)) {
            tar(gzip);
          }
          return;
        }
        if (member.startsWith("data.tar")) {
          throw refused("holds %s, expected data.tar.xz or data.tar.gz".formatted(member));
        }
      }
    } catch (DownloadException e) {
      throw e;
    } catch (IOException e) {
      throw new DownloadException(
          "%s: cannot be unpacked (%s), expected a Debian package; fetch it again"
              .formatted(name, e.getMessage()),
          e);
    }
    throw refused("holds no data.tar, expected a Debian package");
  }

  /// Takes files out of a tar stream, which is read to the archive's end and stays open.
  void tar(InputStream in) throws IOException {
    var tar = new TarArchiveInputStream(in, "UTF-8");
    for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
      String path = checked(entry.getName());
      if (entry.isDirectory() || entry.isGlobalPaxHeader() || !wanted.test(path)) {
        continue;
      }
      if (!entry.isFile() || entry.isSymbolicLink() || entry.isLink()) {
        throw refused("%s is a link or a device, expected a file".formatted(path));
      }
      take(path, tar);
    }
  }

  /// Takes files out of a zip.
  void zip(Path file) throws IOException {
    try (var zip = new ZipFile(file.toFile())) {
      for (var all = zip.entries(); all.hasMoreElements(); ) {
        var entry = all.nextElement();
        String path = checked(entry.getName());
        if (!entry.isDirectory() && wanted.test(path)) {
          try (InputStream in = zip.getInputStream(entry)) {
            take(path, in);
          }
        }
      }
    } catch (ZipException e) {
      throw new DownloadException(
          "%s: cannot be unpacked (%s), expected a zip; report the source"
              .formatted(name, e.getMessage()),
          e);
    }
  }

  private String checked(String path) throws DownloadException {
    entries++;
    if (entries > MOST_ENTRIES) {
      throw refused("holds more than %d entries, the most that are read".formatted(MOST_ENTRIES));
    }
    String bare = path.startsWith("./") ? path.substring(2) : path;
    if (bare.startsWith("/") || bare.contains("\\") || bare.matches("(.*/)?\\.\\.(/.*)?")) {
      throw refused("holds the path %s, expected paths inside the archive".formatted(path));
    }
    return bare;
  }

  private void take(String path, InputStream in) throws IOException {
    if (files.size() >= MOST_FILES) {
      throw refused(
          "holds more than %d wanted files, the most that are taken".formatted(MOST_FILES));
    }
    Path file = folder.resolve("%06d".formatted(files.size()));
    if (files.put(path, file) != null) {
      throw refused("holds %s twice, expected it once".formatted(path));
    }
    long most = Math.min(MOST_BYTES, MOST_BYTES_OF_ALL - bytes);
    long size = 0;
    try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)) {
      var block = new byte[BLOCK];
      for (int n; (n = in.read(block)) >= 0; ) {
        size += n;
        if (size > most) {
          throw refused("%s is larger than %d bytes, the most that is taken".formatted(path, most));
        }
        out.write(block, 0, n);
      }
    }
    bytes += size;
  }

  private DownloadException refused(String what) {
    return new DownloadException(
        "%s: %s; nothing was taken from it, report the source".formatted(name, what));
  }
}
