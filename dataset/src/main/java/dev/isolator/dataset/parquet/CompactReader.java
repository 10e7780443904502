package dev.isolator.dataset.parquet;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Reads Thrift's compact protocol into maps of field numbers: numbers are `Long`, texts `String`,
/// lists `List`, structs `Map`.
final class CompactReader {
  private static final int DEEPEST = 16;

  private final ByteBuffer in;

  CompactReader(ByteBuffer in) {
    this.in = in;
  }

  Map<Integer, Object> struct() {
    return struct(0);
  }

  private Map<Integer, Object> struct(int depth) {
    var fields = new HashMap<Integer, Object>();
    int last = 0;
    while (true) {
      int header = in.get() & 0xFF;
      if (header == 0) {
        return fields;
      }
      int delta = header >> 4;
      last = delta == 0 ? (int) zigzag() : last + delta;
      fields.put(last, value(header & 15, depth));
    }
  }

  private Object value(int type, int depth) {
    if (depth > DEEPEST) {
      throw new IllegalArgumentException("headers are nested too deeply");
    }
    return switch (type) {
      case 1 -> 1L;
      case 2 -> 0L;
      case 3 -> (long) in.get();
      case 4, 5, 6 -> zigzag();
      case 7 -> Double.longBitsToDouble(in.getLong());
      case 8 -> text();
      case 9, 10 -> list(depth);
      case 12 -> struct(depth + 1);
      default -> throw new IllegalArgumentException("unknown type " + type);
    };
  }

  private String text() {
    long length = varint();
    if (length < 0 || length > in.remaining()) {
      throw new IllegalArgumentException("a text is longer than the file");
    }
    var bytes = new byte[(int) length];
    in.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private List<Object> list(int depth) {
    int header = in.get() & 0xFF;
    long size = header >> 4 == 15 ? varint() : header >> 4;
    if (size < 0 || size > in.remaining()) {
      throw new IllegalArgumentException("a list is longer than the file");
    }
    var list = new ArrayList<Object>();
    for (long i = 0; i < size; i++) {
      list.add(value(header & 15, depth));
    }
    return list;
  }

  private long varint() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      byte b = in.get();
      value |= (long) (b & 0x7F) << shift;
      if (b >= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("a number has too many bytes");
  }

  private long zigzag() {
    long value = varint();
    return (value >>> 1) ^ -(value & 1);
  }
}
