package dev.isolator.launcher;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// A folder as one file, with the folder's name as the first name in it. Times are kept, and in
/// `tar.gz` links and the right to execute; owners are not.
///
/// Source for tar: POSIX.1-2017, pax, "ustar Interchange Format".
final class Archive {
  private static final int BLOCK = 512;

  private Archive() {}

  static Path tarGz(Path folder, Path file) throws IOException {
    try (var out =
        new BufferedOutputStream(new GZIPOutputStream(Files.newOutputStream(file), 1 << 16))) {
      entry(folder, folder, out);
      for (var path : FileTree.list(folder)) {
        entry(folder, path, out);
      }
      out.write(new byte[2 * BLOCK]);
    }
    return file;
  }

  private static void entry(Path folder, Path path, OutputStream out) throws IOException {
    var link = Files.isSymbolicLink(path);
    var directory = Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
    var size = link || directory ? 0 : Files.size(path);
    var header = new byte[BLOCK];
    putName(header, nameIn(folder, path) + (directory ? "/" : ""));
    putOctal(header, 100, 8, directory || Files.isExecutable(path) ? 0755 : 0644);
    putOctal(header, 108, 8, 0);
    putOctal(header, 116, 8, 0);
    putOctal(header, 124, 12, size);
    var time = Files.getLastModifiedTime(path, LinkOption.NOFOLLOW_LINKS).toMillis();
    putOctal(header, 136, 12, Math.floorDiv(time, 1000));
    header[156] = (byte) (link ? '2' : directory ? '5' : '0');
    if (link) {
      put(header, 157, 100, Files.readSymbolicLink(path).toString());
    }
    put(header, 257, 8, "ustar\00000");
    Arrays.fill(header, 148, 156, (byte) ' '); // the checksum counts itself as blanks
    int sum = 0;
    for (byte b : header) {
      sum += b & 0xff;
    }
    putOctal(header, 148, 7, sum);
    out.write(header);
    if (size > 0) {
      Files.copy(path, out);
      out.write(new byte[(int) (Math.ceilDiv(size, BLOCK) * BLOCK - size)]);
    }
  }

  /// Up to 100 bytes in the name field; longer names are split at a slash, up to 155 bytes before
  /// it.
  private static void putName(byte[] header, String name) throws IOException {
    if (name.getBytes(UTF_8).length <= 100) {
      put(header, 0, 100, name);
      return;
    }
    int slash = name.lastIndexOf('/', 155);
    if (slash < 0) {
      throw new IOException(name + ": too long for an archive; shorten it to 155 bytes");
    }
    put(header, 345, 155, name.substring(0, slash));
    put(header, 0, 100, name.substring(slash + 1));
  }

  private static void put(byte[] header, int at, int length, String text) throws IOException {
    var bytes = text.getBytes(UTF_8);
    if (bytes.length > length) {
      throw new IOException(text + ": too long for an archive; shorten it to " + length + " bytes");
    }
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }

  /// Octal digits with leading zeros, and a NUL at the end of the field.
  private static void putOctal(byte[] header, int at, int length, long value) {
    var digits = Long.toOctalString(value);
    var bytes = ("0".repeat(length - 1 - digits.length()) + digits).getBytes(US_ASCII);
    System.arraycopy(bytes, 0, header, at, bytes.length);
    header[at + length - 1] = 0;
  }

  static Path zip(Path folder, Path file) throws IOException {
    try (var out =
        new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(file)), UTF_8)) {
      for (var path : FileTree.list(folder)) {
        var directory = Files.isDirectory(path);
        var entry = new ZipEntry(nameIn(folder, path) + (directory ? "/" : ""));
        entry.setLastModifiedTime(Files.getLastModifiedTime(path)); // in UTC, to the second
        out.putNextEntry(entry);
        if (!directory) {
          Files.copy(path, out);
        }
        out.closeEntry();
      }
    }
    return file;
  }

  private static String nameIn(Path folder, Path path) {
    var inside = folder.relativize(path).toString().replace('\\', '/');
    return folder.getFileName() + (inside.isEmpty() ? "" : "/" + inside);
  }
}
