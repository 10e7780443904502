package dev.isolator.spark.mask;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/// Some frames of one pair of channels: codes of its masks, and probabilities of a voice.
///
/// In a file each code is its difference from what its neighbours foretell. On the first side that
/// is the median of the frame before, the row below, and their sum less the row below in the frame
/// before, the predictor of LOCO-I; on the second side it is the frame before, changed as the first
/// side has changed. The differences are compressed by zlib, with or without its search for
/// repetitions, whichever is shorter.
///
/// Source: Weinberger, Seroussi, Sapiro, The LOCO-I Lossless Image Compression Algorithm, IEEE
/// Trans. Image Processing 9(8), 2000, section III.A.
///
/// @param shape of the codes
/// @param codes `[planes][rows][frames]`, see [MaskQuantiser]
/// @param voice `[frames]`; empty where the network does not say it
/// @param frames how many
@SuppressWarnings("ArrayRecordComponent") // data, compared by nobody
record MaskBlock(Shape shape, byte[] codes, float[] voice, int frames) {
  /// What is the same for all blocks of a file.
  ///
  /// @param planes stems but the last, times sides
  /// @param sides 1 or 2
  /// @param rows of the axis
  record Shape(int planes, int sides, int rows) {
    /// Codes of a frame.
    int lines() {
      return planes * rows;
    }
  }

  /// The first frames of it.
  MaskBlock cut(int count) {
    if (count >= frames) {
      return this;
    }
    var fewer = new byte[shape.lines() * count];
    for (int line = 0; line < shape.lines(); line++) {
      System.arraycopy(codes, line * frames, fewer, line * count, count);
    }
    float[] said = voice.length == 0 ? voice : Arrays.copyOf(voice, count);
    return new MaskBlock(shape, fewer, said, count);
  }

  /// As it stands in a file.
  byte[] compressed() {
    var raw = ByteBuffer.allocate(codes.length + Float.BYTES * voice.length);
    for (int line = 0; line < shape.lines(); line++) {
      for (int t = 0; t < frames; t++) {
        raw.put((byte) (codes[line * frames + t] - foretold(codes, line, t)));
      }
    }
    for (float probability : voice) {
      raw.putFloat(probability);
    }
    byte[] searched = deflated(raw.array(), Deflater.DEFAULT_STRATEGY);
    byte[] coded = deflated(raw.array(), Deflater.HUFFMAN_ONLY);
    return coded.length < searched.length ? coded : searched;
  }

  private static byte[] deflated(byte[] raw, int strategy) {
    try (var deflater = new Deflater()) {
      deflater.setStrategy(strategy);
      deflater.setInput(raw);
      deflater.finish();
      var bytes = new ByteArrayOutputStream();
      var buffer = new byte[1 << 16];
      while (!deflater.finished()) {
        bytes.write(buffer, 0, deflater.deflate(buffer));
      }
      return bytes.toByteArray();
    }
  }

  /// What a code's neighbours foretell: of them, only those before it are known when it is read.
  private int foretold(byte[] known, int line, int t) {
    int at = line * frames + t;
    int before = t > 0 ? known[at - 1] & 0xFF : 0;
    int plane = line / shape.rows();
    if (plane % shape.sides() == 1) {
      int other = at - shape.rows() * frames;
      int change = (known[other] & 0xFF) - (t > 0 ? known[other - 1] & 0xFF : 0);
      return Math.clamp(before + change, 0, 255);
    }
    boolean first = line % shape.rows() == 0;
    int below = first ? 0 : known[at - frames] & 0xFF;
    int corner = first || t == 0 ? 0 : known[at - frames - 1] & 0xFF;
    int low = Math.min(before, below);
    int high = Math.max(before, below);
    return Math.clamp(before + below - corner, low, high);
  }

  /// Out of a file.
  ///
  /// @throws IOException if the bytes are not of that block
  static MaskBlock of(byte[] compressed, Shape shape, boolean voiced, int frames)
      throws IOException {
    byte[] raw =
        inflated(
            compressed, Math.multiplyExact(frames, shape.lines() + (voiced ? Float.BYTES : 0)));
    var voice = new float[voiced ? frames : 0];
    int count = frames * shape.lines();
    ByteBuffer.wrap(raw, count, raw.length - count).asFloatBuffer().get(voice);
    var codes = new byte[count];
    var block = new MaskBlock(shape, codes, voice, frames);
    for (int line = 0; line < shape.lines(); line++) {
      for (int t = 0; t < frames; t++) {
        int at = line * frames + t;
        codes[at] = (byte) (raw[at] + block.foretold(codes, line, t));
      }
    }
    return block;
  }

  private static byte[] inflated(byte[] compressed, int size) throws IOException {
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
    return raw;
  }
}
