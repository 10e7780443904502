package dev.isolator.cli;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;

/// PNG files of pictures with few colours.
///
/// Source: W3C, Portable Network Graphics (PNG) Specification (Second Edition), 2003: chunks IHDR,
/// PLTE, tEXt, IDAT, IEND; indexed colour, eight bits, no filter.
final class Png {
  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

  private Png() {}

  /// A file.
  ///
  /// @param pixels `[height][width]`, each the number of a colour
  /// @param palette red, green and blue of every colour
  /// @param comment what the picture shows, in Latin letters
  static byte[] of(byte[][] pixels, byte[] palette, String comment) {
    try {
      var file = new ByteArrayOutputStream();
      file.write(SIGNATURE);
      var header = new ByteArrayOutputStream();
      var fields = new DataOutputStream(header);
      fields.writeInt(pixels[0].length);
      fields.writeInt(pixels.length);
      fields.write(new byte[] {8, 3, 0, 0, 0}); // bits, indexed, deflate, filters, not interlaced
      chunk(file, "IHDR", header.toByteArray());
      chunk(file, "PLTE", palette);
      chunk(file, "tEXt", ("Comment\0" + comment).getBytes(StandardCharsets.ISO_8859_1));
      var data = new ByteArrayOutputStream();
      try (var packed = new DeflaterOutputStream(data)) {
        for (byte[] row : pixels) {
          packed.write(0); // no filter
          packed.write(row);
        }
      }
      chunk(file, "IDAT", data.toByteArray());
      chunk(file, "IEND", new byte[0]);
      return file.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot be written to", e);
    }
  }

  private static void chunk(ByteArrayOutputStream file, String type, byte[] data)
      throws IOException {
    var name = type.getBytes(StandardCharsets.US_ASCII);
    var crc = new CRC32();
    crc.update(name);
    crc.update(data);
    var out = new DataOutputStream(file);
    out.writeInt(data.length);
    out.write(name);
    out.write(data);
    out.writeInt((int) crc.getValue());
  }
}
