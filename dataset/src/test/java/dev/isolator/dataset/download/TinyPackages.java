package dev.isolator.dataset.download;

import dev.isolator.dataset.recording.Recording;
import dev.isolator.dataset.recording.RecordingFile;
import dev.isolator.dataset.sing.Vowels;
import dev.isolator.file.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.ar.ArArchiveEntry;
import org.apache.commons.compress.archivers.ar.ArArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/// Packages as Debian has them, with sound out of arithmetic, and catalogues that name them.
public final class TinyPackages {
  public static final String DEB = "songs_1.0-1_all.deb";

  private TinyPackages() {}

  /// A wav of a sung tone, mono.
  public static byte[] wav(Path scratch, double hz, double seconds, int rate) throws IOException {
    return wav(scratch, Vowels.sung(hz, 1.2 * hz, seconds, rate), rate);
  }

  public static byte[] wav(Path scratch, float[] mono, int rate) throws IOException {
    Path file = scratch.resolve("scratch.wav");
    RecordingFile.writeWav(file, new Recording(new float[][] {mono}, rate));
    byte[] bytes = Files.readAllBytes(file);
    Files.delete(file);
    return bytes;
  }

  /// A package that holds these files; empty bytes stand for a link.
  public static byte[] deb(Map<String, byte[]> files) throws IOException {
    var tar = new ByteArrayOutputStream();
    tar(new XZOutputStream(tar, new LZMA2Options(0)), files);
    return deb("data.tar.xz", tar.toByteArray());
  }

  /// A package whose data are packed as older ones were.
  static byte[] gzipped(Map<String, byte[]> files) throws IOException {
    var tar = new ByteArrayOutputStream();
    tar(new GZIPOutputStream(tar), files);
    return deb("data.tar.gz", tar.toByteArray());
  }

  private static void tar(OutputStream packed, Map<String, byte[]> files) throws IOException {
    try (var out = new TarArchiveOutputStream(packed)) {
      out.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
      for (var file : files.entrySet()) {
        tarEntry(out, file.getKey(), file.getValue());
      }
    }
  }

  /// A package with data of that name, whatever they are.
  static byte[] deb(String name, byte[] data) throws IOException {
    var deb = new ByteArrayOutputStream();
    try (var out = new ArArchiveOutputStream(deb)) {
      member(out, "debian-binary", "2.0\n".getBytes(StandardCharsets.UTF_8));
      member(out, "control.tar.xz", new byte[] {1, 2, 3});
      member(out, name, data);
    }
    return deb.toByteArray();
  }

  private static void tarEntry(TarArchiveOutputStream out, String path, byte[] bytes)
      throws IOException {
    if (bytes.length == 0) {
      var link = new TarArchiveEntry(path, TarConstants.LF_SYMLINK);
      link.setLinkName("/etc/passwd");
      out.putArchiveEntry(link);
    } else {
      var entry = new TarArchiveEntry(path, true);
      entry.setSize(bytes.length);
      out.putArchiveEntry(entry);
      out.write(bytes);
    }
    out.closeArchiveEntry();
  }

  private static void member(ArArchiveOutputStream out, String name, byte[] bytes)
      throws IOException {
    out.putArchiveEntry(new ArArchiveEntry(name, bytes.length));
    out.write(bytes);
    out.closeArchiveEntry();
  }

  /// A zip that holds these files.
  public static byte[] zip(Map<String, byte[]> files) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (OutputStream out = bytes;
        var zip = new ZipOutputStream(out)) {
      for (var file : files.entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(file.getValue());
      }
    }
    return bytes.toByteArray();
  }

  /// Two pieces and a text.
  public static Map<String, byte[]> pieces(Path scratch) throws IOException {
    var files = new LinkedHashMap<String, byte[]>();
    files.put("./usr/share/doc/songs/copyright", "Ada, MIT\n".getBytes(StandardCharsets.UTF_8));
    files.put("./usr/share/songs/First One.wav", wav(scratch, 110, 1, 44_100));
    files.put("./usr/share/songs/second.wav", wav(scratch, 140, 2, 44_100));
    files.put("./usr/share/songs/read.me", "no sound".getBytes(StandardCharsets.UTF_8));
    return files;
  }

  /// A catalogue of one source, the package with these bytes.
  ///
  /// @param rest of the source: `kind`, `take` and what else it needs
  public static Path catalogue(Path file, byte[] deb, String rest) throws IOException {
    return write(
        file,
        """
        {"name": "songs", "what": "two songs", "debian": "pool/main/s/songs/%s", "sha256": "%s", "bytes": %d, %s}
        """
            .formatted(DEB, Sha256.of(deb), deb.length, rest));
  }

  /// A catalogue of these sources.
  public static Path write(Path file, String sources) throws IOException {
    return Files.writeString(
        file,
        "{\"schema\": \"isolator-sources\", \"version\": 1, \"sources\": [%s]}".formatted(sources));
  }

  /// What takes all wavs of [#pieces].
  public static final String PIECES =
      """
      "kind": "instrumental", "texts": ["usr/share/doc/songs/copyright"],
      "take": [{"files": ["usr/share/songs/*.wav"], "licence": "MIT", "credit": "Ada"}]
      """;
}
