package dev.isolator.dataset.parquet;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/// Thrift's compact protocol, the part of it that Parquet's headers need.
final class CompactWriter {
  static final int I32 = 5;
  static final int BINARY = 8;
  static final int STRUCT = 12;

  private static final int I64 = 6;
  private static final int LIST = 9;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final Deque<Integer> outer = new ArrayDeque<>();
  private int last;

  byte[] bytes() {
    return out.toByteArray();
  }

  private void header(int field, int type) {
    int delta = field - last;
    if (delta < 1 || delta > 15) {
      throw new IllegalArgumentException("field %d after %d".formatted(field, last));
    }
    out.write((delta << 4) | type);
    last = field;
  }

  private void varint(long value) {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      out.write((int) ((rest & 0x7F) | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }

  private void zigzag(long value) {
    varint((value << 1) ^ (value >> 63));
  }

  CompactWriter i32(int field, int value) {
    header(field, I32);
    zigzag(value);
    return this;
  }

  CompactWriter i64(int field, long value) {
    header(field, I64);
    zigzag(value);
    return this;
  }

  CompactWriter text(int field, String value) {
    header(field, BINARY);
    element(value);
    return this;
  }

  CompactWriter struct(int field) {
    header(field, STRUCT);
    return begin();
  }

  /// A list of so many elements, which follow.
  CompactWriter list(int field, int elementType, int size) {
    header(field, LIST);
    if (size < 15) {
      out.write((size << 4) | elementType);
    } else {
      out.write(0xF0 | elementType);
      varint(size);
    }
    return this;
  }

  CompactWriter element(String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    varint(utf8.length);
    out.writeBytes(utf8);
    return this;
  }

  CompactWriter element(int value) {
    zigzag(value);
    return this;
  }

  /// Starts a struct that is an element of a list.
  CompactWriter begin() {
    outer.push(last);
    last = 0;
    return this;
  }

  CompactWriter end() {
    out.write(0);
    last = outer.pop();
    return this;
  }

  /// Ends the outermost struct.
  CompactWriter stop() {
    out.write(0);
    return this;
  }
}
