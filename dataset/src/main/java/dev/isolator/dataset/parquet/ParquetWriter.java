package dev.isolator.dataset.parquet;

import dev.isolator.file.AtomicFile;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Writes one file, row by row. The file appears when [#finish] has ended, see [AtomicFile]. One
/// thread at a time; memory is one row group.
public final class ParquetWriter implements AutoCloseable {
  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
  private static final int ROWS_A_GROUP = 8192;
  private static final int TYPE_INT32 = 1;
  private static final int TYPE_FIXED = 7;
  private static final int PLAIN = 0;
  private static final int RLE = 3;

  private final AtomicFile file;
  private final List<Column> columns;
  private final Map<String, String> notes;
  private final OutputStream out;
  private final List<byte[]> arrays = new ArrayList<>();
  private final List<ByteBuffer> pages = new ArrayList<>(); // views of the arrays
  private final List<Group> groups = new ArrayList<>();
  private long position;
  private int rows;

  private record Chunk(long offset, long bytes) {}

  private record Group(List<Chunk> chunks, int rows) {}

  /// Begins a file.
  ///
  /// @param columns in order
  /// @param notes the file's key-value metadata, in the map's order
  public ParquetWriter(Path file, List<Column> columns, Map<String, String> notes)
      throws IOException {
    this.columns = List.copyOf(columns);
    this.notes = notes;
    this.file = AtomicFile.beside(file);
    this.out = new BufferedOutputStream(Files.newOutputStream(this.file.temporary()), 1 << 20);
    for (Column column : columns) {
      var array = new byte[column.bytes() * ROWS_A_GROUP];
      arrays.add(array);
      pages.add(ByteBuffer.wrap(array).order(ByteOrder.LITTLE_ENDIAN));
    }
    write(MAGIC);
  }

  /// The buffer for the next row's value of a column. Exactly `bytes` bytes must be put into it,
  /// numbers in little-endian order. Call [#endRow] after all columns.
  public ByteBuffer value(int column) {
    return pages.get(column);
  }

  /// Ends a row.
  public void endRow() throws IOException {
    rows++;
    for (int c = 0; c < pages.size(); c++) {
      if (pages.get(c).position() != rows * columns.get(c).bytes()) {
        throw new IllegalStateException(
            "column %s has %d bytes after %d rows of %d"
                .formatted(
                    columns.get(c).name(), pages.get(c).position(), rows, columns.get(c).bytes()));
      }
    }
    if (rows == ROWS_A_GROUP) {
      endGroup();
    }
  }

  private void write(byte[] bytes) throws IOException {
    out.write(bytes);
    position += bytes.length;
  }

  private void endGroup() throws IOException {
    if (rows == 0) {
      return;
    }
    var chunks = new ArrayList<Chunk>();
    for (int c = 0; c < pages.size(); c++) {
      ByteBuffer page = pages.get(c);
      long start = position;
      int size = page.position();
      var header = new CompactWriter().i32(1, 0).i32(2, size).i32(3, size).struct(5);
      header.i32(1, rows).i32(2, PLAIN).i32(3, RLE).i32(4, RLE).end();
      write(header.stop().bytes());
      out.write(arrays.get(c), 0, size);
      position += size;
      page.clear();
      chunks.add(new Chunk(start, position - start));
    }
    groups.add(new Group(chunks, rows));
    rows = 0;
  }

  /// Writes the footer and gives the file its name.
  public void finish() throws IOException {
    endGroup();
    byte[] footer = footer();
    write(footer);
    var length = new byte[4];
    ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).putInt(footer.length);
    write(length);
    write(MAGIC);
    out.close();
    file.replace();
  }

  private byte[] footer() {
    var meta = new CompactWriter().i32(1, 2);
    meta.list(2, CompactWriter.STRUCT, columns.size() + 1);
    meta.begin().text(4, "schema").i32(5, columns.size()).end();
    for (Column column : columns) {
      meta.begin().i32(1, column.isNumber() ? TYPE_INT32 : TYPE_FIXED);
      if (!column.isNumber()) {
        meta.i32(2, column.bytes());
      }
      meta.i32(3, 0).text(4, column.name()).end();
    }
    meta.i64(3, groups.stream().mapToLong(Group::rows).sum());
    meta.list(4, CompactWriter.STRUCT, groups.size());
    for (Group group : groups) {
      meta.begin().list(1, CompactWriter.STRUCT, columns.size());
      for (int c = 0; c < columns.size(); c++) {
        chunk(meta, columns.get(c), group.chunks.get(c), group.rows);
      }
      meta.i64(2, group.chunks.stream().mapToLong(Chunk::bytes).sum()).i64(3, group.rows).end();
    }
    meta.list(5, CompactWriter.STRUCT, notes.size());
    notes.forEach((key, value) -> meta.begin().text(1, key).text(2, value).end());
    return meta.text(6, "isolator").stop().bytes();
  }

  private static void chunk(CompactWriter meta, Column column, Chunk chunk, int rows) {
    meta.begin().i64(2, chunk.offset).struct(3);
    meta.i32(1, column.isNumber() ? TYPE_INT32 : TYPE_FIXED);
    meta.list(2, CompactWriter.I32, 2).element(PLAIN).element(RLE);
    meta.list(3, CompactWriter.BINARY, 1).element(column.name());
    meta.i32(4, 0).i64(5, rows).i64(6, chunk.bytes).i64(7, chunk.bytes).i64(9, chunk.offset);
    meta.end().end();
  }

  /// Closes the file, and removes it unless [#finish] has ended.
  @Override
  public void close() throws IOException {
    try {
      out.close();
    } finally {
      file.close();
    }
  }
}
