package dev.isolator.spark.mask;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/// Some frames of one pair of channels: codes of its masks, and probabilities of a voice.
///
/// @param codes `[planes][rows][frames]`, see [MaskQuantiser]
/// @param voice `[frames]`; empty where the network does not say it
/// @param frames how many
@SuppressWarnings("ArrayRecordComponent") // data, compared by nobody
record MaskBlock(byte[] codes, float[] voice, int frames) {
  /// The first frames of it.
  MaskBlock cut(int count) {
    if (count >= frames) {
      return this;
    }
    int lines = codes.length / frames;
    var fewer = new byte[lines * count];
    for (int line = 0; line < lines; line++) {
      System.arraycopy(codes, line * frames, fewer, line * count, count);
    }
    return new MaskBlock(
        fewer, voice.length == 0 ? voice : java.util.Arrays.copyOf(voice, count), count);
  }

  /// As it stands in a file.
  byte[] compressed() {
    var raw = ByteBuffer.allocate(codes.length + Float.BYTES * voice.length);
    for (int at = 0; at < codes.length; at += frames) {
      byte before = 0;
      for (int t = 0; t < frames; t++) {
        byte now = codes[at + t];
        raw.put((byte) (now - before));
        before = now;
      }
    }
    for (float probability : voice) {
      raw.putFloat(probability);
    }
    try (var deflater = new Deflater(Deflater.DEFAULT_COMPRESSION)) {
      deflater.setInput(raw.array());
      deflater.finish();
      var bytes = new ByteArrayOutputStream();
      var buffer = new byte[1 << 16];
      while (!deflater.finished()) {
        bytes.write(buffer, 0, deflater.deflate(buffer));
      }
      return bytes.toByteArray();
    }
  }

  /// Out of a file.
  ///
  /// @param lines planes times rows
  /// @throws IOException if the bytes are not of that block
  static MaskBlock of(byte[] compressed, int lines, boolean voiced, int frames) throws IOException {
    int size = Math.multiplyExact(frames, lines + (voiced ? Float.BYTES : 0));
    var raw = new byte[size];
    try (var inflater = new Inflater()) {
      inflater.setInput(compressed);
      int filled = 0;
      while (filled < size) {
        int more = inflater.inflate(raw, filled, size - filled);
        if (more == 0) {
          throw new IOException("a block is cut short");
        }
        filled += more;
      }
    } catch (DataFormatException e) {
      throw new IOException("a block is no zlib stream", e);
    }
    var codes = new byte[frames * lines];
    for (int at = 0; at < codes.length; at += frames) {
      byte before = 0;
      for (int t = 0; t < frames; t++) {
        before += raw[at + t];
        codes[at + t] = before;
      }
    }
    var voice = new float[voiced ? frames : 0];
    ByteBuffer.wrap(raw, codes.length, size - codes.length).asFloatBuffer().get(voice);
    return new MaskBlock(codes, voice, frames);
  }
}
