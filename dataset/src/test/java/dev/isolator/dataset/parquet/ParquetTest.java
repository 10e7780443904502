package dev.isolator.dataset.parquet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParquetTest {
  private static final List<Column> COLUMNS =
      List.of(new Column("number", 4), new Column("bytes", 3));

  @TempDir Path folder = Path.of("");

  private Path write(String name, int rows) throws IOException {
    Path file = folder.resolve(name);
    try (var writer = new ParquetWriter(file, COLUMNS, Map.of("made by", "a test"))) {
      for (int i = 0; i < rows; i++) {
        writer.value(0).putInt(i * 7 - 3);
        writer.value(1).put(new byte[] {(byte) i, 1, 2});
        writer.endRow();
      }
      writer.finish();
    }
    return file;
  }

  @ParameterizedTest(name = "{0} rows")
  @ValueSource(ints = {0, 1, 8191, 8192, 8193, 20_000})
  void everyRowComesBack(int rows) throws IOException {
    var reader = new ParquetReader(write("a.parquet", rows));

    assertEquals(rows, reader.rows());
    assertEquals(COLUMNS, reader.columns());
    assertEquals(Map.of("made by", "a test"), reader.notes());
    for (int i = 0; i < rows; i += Math.max(1, rows / 97)) {
      assertEquals(i * 7 - 3, reader.value(0, i).getInt());
      var bytes = new byte[3];
      reader.value(1, i).get(bytes);
      assertArrayEquals(new byte[] {(byte) i, 1, 2}, bytes);
    }
  }

  /// The bytes of two rows, as Arrow's Python reader shows them: `number` int32 -3, 4; `bytes`
  /// fixed_size_binary[3] 000102, 010102.
  @Test
  void theBytesAreThoseThatArrowReads() throws IOException {
    var text = HexFormat.of().formatHex(Files.readAllBytes(write("b.parquet", 2)));
    assertEquals(
        "50415231"
            + "150015101510"
            + "2c150415001506150600"
            + "00"
            + "fdffffff04000000"
            + "1500150c150c"
            + "2c150415001506150600"
            + "00"
            + "000102010102",
        text.substring(0, text.indexOf("010102") + 6));
    assertEquals("50415231", text.substring(text.length() - 8));
  }

  @Test
  void equalRowsGiveEqualBytes() throws IOException {
    assertArrayEquals(
        Files.readAllBytes(write("c.parquet", 9000)), Files.readAllBytes(write("d.parquet", 9000)));
  }

  @Test
  void anUnfinishedFileLeavesNothing() throws IOException {
    Path file = folder.resolve("e.parquet");
    try (var writer = new ParquetWriter(file, COLUMNS, Map.of())) {
      writer.value(0).putInt(1);
    }
    try (var files = Files.list(folder)) {
      assertEquals(0, files.count());
    }
    assertFalse(Files.exists(file));
  }

  @Test
  void aRowWithTooFewBytesIsAProgrammersMistake() throws IOException {
    try (var writer = new ParquetWriter(folder.resolve("f.parquet"), COLUMNS, Map.of())) {
      writer.value(0).putInt(1);
      var e = assertThrows(IllegalStateException.class, writer::endRow);
      assertEquals("column bytes has 0 bytes after 1 rows of 3", e.getMessage());
    }
  }

  @Test
  void whatIsNoParquetIsRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("g.parquet"), "hello, this is no Parquet");
    var e = assertThrows(IOException.class, () -> new ParquetReader(file));
    assertEquals(
        file + ": not a file of examples: expected PAR1 at both ends; make it again",
        e.getMessage());
  }

  @Test
  void brokenHeadersAreRefusedWhereverTheyBreak() throws IOException {
    byte[] good = Files.readAllBytes(write("h.parquet", 10));
    for (int at = good.length - 150; at < good.length - 8; at++) {
      byte[] bad = good.clone();
      bad[at] ^= 0x55;
      Path file = Files.write(folder.resolve("bad.parquet"), bad);
      try {
        new ParquetReader(file); // some bytes are names and notes: any value will do
      } catch (IOException e) {
        assertEquals(
            true, String.valueOf(e.getMessage()).startsWith(file + ": not a file of examples: "));
      }
    }
  }
}
