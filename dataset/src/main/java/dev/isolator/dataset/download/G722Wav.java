package dev.isolator.dataset.download;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// Puts a wav header before G.722 without one, as telephone exchanges keep it, so that it can be
/// decoded: format tag 0x028F (G722_ADPCM of the WAVE registry, RFC 2361), 64 kbit/s, 16 000 Hz,
/// one channel.
final class G722Wav {
  private static final int RATE = 16_000;
  private static final int HEADER = 44;

  private G722Wav() {}

  /// A wav file.
  ///
  /// @param sound one byte for two samples
  static byte[] of(byte[] sound) {
    var wav = ByteBuffer.allocate(HEADER + sound.length).order(ByteOrder.LITTLE_ENDIAN);
    wav.put(ascii("RIFF")).putInt(HEADER - 8 + sound.length).put(ascii("WAVEfmt ")).putInt(16);
    wav.putShort((short) 0x028F).putShort((short) 1).putInt(RATE).putInt(RATE / 2);
    wav.putShort((short) 1).putShort((short) 4);
    wav.put(ascii("data")).putInt(sound.length).put(sound);
    return wav.array();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
