package dev.isolator.dataset.parquet;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads files of [ParquetWriter], each value by column and row. The file is memory-mapped.
/// Immutable; any number of threads.
public final class ParquetReader {
  private static final int MAGIC = 0x31524150; // "PAR1"

  private final List<Column> columns = new ArrayList<>();
  private final Map<String, String> notes = new LinkedHashMap<>();

  /// For each group: first row, then per column the values.
  private final List<Group> groups = new ArrayList<>();

  private long rows;

  private record Group(long firstRow, long rows, List<ByteBuffer> values) {}

  /// Opens a file of up to 2 GiB.
  ///
  /// @throws IOException if it was not written by [ParquetWriter]; the message names the file
  public ParquetReader(Path file) throws IOException {
    try (var channel = FileChannel.open(file)) {
      if (channel.size() < 12 || channel.size() > Integer.MAX_VALUE) {
        throw refused(file, "has %d bytes, expected 12 to 2 GiB".formatted(channel.size()));
      }
      ByteBuffer all = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
      all.order(ByteOrder.LITTLE_ENDIAN);
      if (all.getInt(0) != MAGIC || all.getInt(all.capacity() - 4) != MAGIC) {
        throw refused(file, "expected PAR1 at both ends");
      }
      int length = all.getInt(all.capacity() - 8);
      if (length < 1 || length > all.capacity() - 12) {
        throw refused(file, "its footer would be %d bytes long".formatted(length));
      }
      try {
        var meta = new CompactReader(all.slice(all.capacity() - 8 - length, length)).struct();
        parse(all, meta);
      } catch (RuntimeException e) {
        throw refused(file, "its headers do not hold together (%s)".formatted(e.getMessage()));
      }
    }
  }

  private static IOException refused(Path file, String what) {
    return new IOException(file + ": not a file of examples: " + what + "; make it again");
  }

  private static long number(Map<?, ?> fields, int field) {
    if (fields.get(field) instanceof Long l) {
      return l;
    }
    throw new IllegalArgumentException("field %d is missing".formatted(field));
  }

  private static List<?> list(Map<?, ?> fields, int field) {
    if (fields.get(field) instanceof List<?> l) {
      return l;
    }
    throw new IllegalArgumentException("field %d is missing".formatted(field));
  }

  private static Map<?, ?> struct(@Nullable Object value) {
    if (value instanceof Map<?, ?> m) {
      return m;
    }
    throw new IllegalArgumentException("a struct is missing");
  }

  private void parse(ByteBuffer all, Map<Integer, Object> meta) {
    List<?> schema = list(meta, 2);
    for (Object one : schema.subList(1, schema.size())) {
      var element = struct(one);
      int bytes = number(element, 1) == 1 ? 4 : Math.toIntExact(number(element, 2));
      columns.add(new Column(String.valueOf(element.get(4)), bytes));
    }
    for (Object one : list(meta, 4)) {
      var group = struct(one);
      long count = number(group, 3);
      var values = new ArrayList<ByteBuffer>();
      for (Object chunk : list(group, 1)) {
        var column = struct(struct(chunk).get(3));
        int offset = Math.toIntExact(number(column, 9));
        int bytes = columns.get(values.size()).bytes();
        ByteBuffer page = all.slice(offset, Math.toIntExact(number(column, 7)));
        page.order(ByteOrder.LITTLE_ENDIAN);
        var header = new CompactReader(page).struct();
        if (number(header, 2) != count * bytes || number(column, 4) != 0) {
          throw new IllegalArgumentException("a page is compressed or of another size");
        }
        values.add(
            page.slice(page.position(), Math.toIntExact(count * bytes))
                .order(ByteOrder.LITTLE_ENDIAN));
      }
      groups.add(new Group(rows, count, values));
      rows += count;
    }
    if (meta.containsKey(5)) {
      for (Object note : list(meta, 5)) {
        notes.put(String.valueOf(struct(note).get(1)), String.valueOf(struct(note).get(2)));
      }
    }
  }

  /// Number of rows.
  public long rows() {
    return rows;
  }

  /// The columns, in order.
  public List<Column> columns() {
    return List.copyOf(columns);
  }

  /// The key-value metadata, in order.
  public Map<String, String> notes() {
    return new LinkedHashMap<>(notes);
  }

  /// One value: a view of its bytes, little endian, from position 0.
  public ByteBuffer value(int column, long row) {
    int low = 0;
    int high = groups.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (groups.get(middle).firstRow <= row) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    if (row < 0 || row >= rows) {
      throw new IllegalArgumentException(
          "row must be from 0 to %d, was %d".formatted(rows - 1, row));
    }
    Group group = groups.get(low);
    int bytes = columns.get(column).bytes();
    return group
        .values
        .get(column)
        .slice((int) (row - group.firstRow) * bytes, bytes)
        .order(ByteOrder.LITTLE_ENDIAN);
  }
}
