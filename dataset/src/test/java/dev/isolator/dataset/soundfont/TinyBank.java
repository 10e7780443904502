package dev.isolator.dataset.soundfont;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// A SoundFont of one looped sine at A4, for the piano and for the drum kit.
@SuppressWarnings("ByteBufferBackingArray") // each is allocated here, a line before
public final class TinyBank {
  private static final int RATE = 44_100;
  private static final int PERIOD = 100; // 441 Hz

  private TinyBank() {}

  /// Writes the bank.
  public static Path write(Path file) throws IOException {
    var samples = buffer(2 * (40 * PERIOD + 46));
    for (int i = 0; i < 40 * PERIOD; i++) {
      samples.putShort((short) (16_000 * Math.sin(2 * Math.PI * i / PERIOD)));
    }
    byte[] info =
        list("INFO", chunk("ifil", buffer(4).putShort((short) 2).putShort((short) 1).array()));
    byte[] sdta = list("sdta", chunk("smpl", samples.array()));
    byte[] pdta =
        list(
            "pdta",
            join(
                chunk(
                    "phdr",
                    join(phdr("Piano", 0, 0, 0), phdr("Kit", 0, 128, 1), phdr("EOP", 0, 0, 2))),
                chunk("pbag", shorts(0, 0, 1, 0, 2, 0)),
                chunk("pmod", new byte[10]),
                chunk("pgen", shorts(Generator.INSTRUMENT, 0, Generator.INSTRUMENT, 0, 0, 0)),
                chunk("inst", join(inst("Sine", 0), inst("EOI", 1))),
                chunk("ibag", shorts(0, 0, 2, 0)),
                chunk("imod", new byte[10]),
                chunk("igen", shorts(Generator.SAMPLE_MODES, 1, Generator.SAMPLE, 0, 0, 0)),
                chunk("shdr", join(shdr(), new byte[46]))));
    byte[] body = join(info, sdta, pdta);
    var riff = buffer(12 + body.length);
    riff.put(ascii("RIFF")).putInt(4 + body.length).put(ascii("sfbk")).put(body);
    return Files.write(file, riff.array());
  }

  private static ByteBuffer buffer(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] join(byte[]... parts) {
    var out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  private static byte[] chunk(String name, byte[] data) {
    return buffer(8 + data.length).put(ascii(name)).putInt(data.length).put(data).array();
  }

  private static byte[] list(String name, byte[] data) {
    return chunk("LIST", join(ascii(name), data));
  }

  private static byte[] shorts(int... values) {
    var out = buffer(2 * values.length);
    for (int value : values) {
      out.putShort((short) value);
    }
    return out.array();
  }

  private static byte[] phdr(String name, int program, int bank, int bag) {
    var out = buffer(38).put(ascii(name)).position(20);
    return out.putShort((short) program).putShort((short) bank).putShort((short) bag).array();
  }

  private static byte[] inst(String name, int bag) {
    return buffer(22).put(ascii(name)).position(20).putShort((short) bag).array();
  }

  private static byte[] shdr() {
    var out = buffer(46).put(ascii("sine")).position(20);
    out.putInt(0).putInt(40 * PERIOD).putInt(10 * PERIOD).putInt(30 * PERIOD).putInt(RATE);
    return out.put((byte) 69).put((byte) 0).putShort((short) 0).putShort((short) 1).array();
  }
}
