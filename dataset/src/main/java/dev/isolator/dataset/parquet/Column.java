package dev.isolator.dataset.parquet;

/// A column of required values of one width.
///
/// @param name without dots
/// @param bytes of a value; 4 is a signed 32-bit number, all else a fixed-length byte array
public record Column(String name, int bytes) {
  public Column {
    if (bytes < 1 || name.isEmpty() || name.contains(".")) {
      throw new IllegalArgumentException(
          "a column needs a name without dots and at least 1 byte, was \"%s\" of %d"
              .formatted(name, bytes));
    }
  }

  boolean isNumber() {
    return bytes == 4;
  }
}
