package dev.isolator.server;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// Short songs to upload: 16-bit stereo at 8 kHz, a tone whose pitch tells songs apart.
final class Wav {
  static final int RATE = 8000;

  private Wav() {}

  static byte[] tone(double hertz, int frames) {
    return tone(RATE, hertz, frames);
  }

  static byte[] tone(int rate, double hertz, int frames) {
    var bytes = header(rate, frames * 4L, frames * 4);
    for (int i = 0; i < frames; i++) {
      short sample = (short) (8000 * Math.sin(2 * Math.PI * hertz * i / rate));
      bytes.putShort(sample).putShort(sample);
    }
    var song = new byte[bytes.position()];
    bytes.flip().get(song);
    return song;
  }

  /// A long song in few bytes: 8-bit mono.
  static byte[] mono(double hertz, int frames) {
    var bytes = ByteBuffer.allocate(44 + frames).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + frames);
    bytes.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
    bytes.putShort((short) 1).putShort((short) 1).putInt(RATE).putInt(RATE);
    bytes.putShort((short) 1).putShort((short) 8);
    bytes.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(frames);
    for (int i = 0; i < frames; i++) {
      bytes.put((byte) (128 + 60 * Math.sin(2 * Math.PI * hertz * i / RATE)));
    }
    return bytes.array();
  }

  /// A header that claims `claimed` bytes of samples, with room for `room` of them.
  static ByteBuffer header(long claimed, int room) {
    return header(RATE, claimed, room);
  }

  private static ByteBuffer header(int rate, long claimed, int room) {
    var bytes = ByteBuffer.allocate(44 + room).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt((int) (36 + claimed));
    bytes.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
    bytes.putShort((short) 1).putShort((short) 2).putInt(rate).putInt(rate * 4);
    bytes.putShort((short) 4).putShort((short) 16);
    bytes.put("data".getBytes(StandardCharsets.US_ASCII)).putInt((int) claimed);
    return bytes;
  }
}
