package dev.isolator.audio;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// How long the tags are that stand between frames of sound where songs were put together: ID3v1,
/// ID3v2, APEv2 or Lyrics3.
final class TagLength {
  private TagLength() {}

  /// Bytes of the tag that stands at a place; 0 where there is none.
  static long of(ByteBuffer in, int at) {
    if (starts(in, at, "TAG")) {
      return 128;
    }
    if (starts(in, at, "ID3") && at + 10 <= in.limit()) {
      var header = new byte[10];
      in.get(at, header);
      return new FileHeader(header).id3Bytes();
    }
    if (starts(in, at, "APETAGEX") && at + 24 <= in.limit()) {
      in.order(ByteOrder.LITTLE_ENDIAN);
      long items = Integer.toUnsignedLong(in.getInt(at + 12)); // with the footer
      boolean header = (in.getInt(at + 20) & 1 << 29) != 0;
      in.order(ByteOrder.BIG_ENDIAN);
      return header ? 32 + items : 32;
    }
    if (starts(in, at, "LYRICSBEGIN")) {
      for (int end = at; end + 9 <= in.limit(); end++) {
        if (starts(in, end, "LYRICS200") || starts(in, end, "LYRICSEND")) {
          return end + 9L - at;
        }
      }
    }
    return 0;
  }

  private static boolean starts(ByteBuffer in, int at, String word) {
    if (at + word.length() > in.limit()) {
      return false;
    }
    var bytes = new byte[word.length()];
    in.get(at, bytes);
    return new String(bytes, StandardCharsets.ISO_8859_1).equals(word);
  }
}
