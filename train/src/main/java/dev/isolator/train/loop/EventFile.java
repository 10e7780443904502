package dev.isolator.train.loop;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/// Scalars in TensorBoard's event file, each on disk as soon as it is added.
///
/// A file is a sequence of records: length (8 bytes), its masked CRC-32C, an `Event` message in
/// protocol-buffer coding, its masked CRC-32C; little-endian.
///
/// Sources: TensorFlow `tensorflow/core/lib/io/record_writer.h` (framing), `event.proto` and
/// `summary.proto` (field numbers).
final class EventFile implements AutoCloseable {
  private final OutputStream out;

  /// @param unixSeconds in the file's name and first record
  EventFile(Path folder, long unixSeconds) throws IOException {
    Files.createDirectories(folder);
    out =
        Files.newOutputStream(
            folder.resolve("events.out.tfevents.%010d.isolator".formatted(unixSeconds)));
    var event = new ByteArrayOutputStream();
    wallTime(event, (double) unixSeconds);
    text(event, 3, "brain.Event:2");
    record(event.toByteArray());
  }

  /// Adds one value.
  void scalar(String tag, long step, double unixSeconds, double value) throws IOException {
    var summaryValue = new ByteArrayOutputStream();
    text(summaryValue, 1, tag);
    summaryValue.write(2 << 3 | 5);
    summaryValue.writeBytes(little(4).putFloat((float) value).array());
    var summary = new ByteArrayOutputStream();
    bytes(summary, 1, summaryValue.toByteArray());
    var event = new ByteArrayOutputStream();
    wallTime(event, unixSeconds);
    event.write(2 << 3);
    varint(event, step);
    bytes(event, 5, summary.toByteArray());
    record(event.toByteArray());
  }

  private static void wallTime(ByteArrayOutputStream event, double unixSeconds) {
    event.write(1 << 3 | 1);
    event.writeBytes(little(8).putDouble(unixSeconds).array());
  }

  private static void text(ByteArrayOutputStream into, int field, String text) {
    bytes(into, field, text.getBytes(StandardCharsets.UTF_8));
  }

  private static void bytes(ByteArrayOutputStream into, int field, byte[] bytes) {
    into.write(field << 3 | 2);
    varint(into, bytes.length);
    into.writeBytes(bytes);
  }

  private static void varint(ByteArrayOutputStream into, long value) {
    long rest = value;
    while (rest > 0x7f) {
      into.write((int) ((rest & 0x7f) | 0x80));
      rest >>>= 7;
    }
    into.write((int) rest);
  }

  private void record(byte[] data) throws IOException {
    byte[] length = little(8).putLong(data.length).array();
    var record = new byte[16 + data.length];
    ByteBuffer.wrap(record)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(length)
        .putInt(masked(length))
        .put(data)
        .putInt(masked(data));
    out.write(record);
    out.flush();
  }

  private static int masked(byte[] data) {
    var crc = new CRC32C();
    crc.update(data);
    int value = (int) crc.getValue();
    return Integer.rotateRight(value, 15) + 0xa282ead8;
  }

  private static ByteBuffer little(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
