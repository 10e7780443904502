package dev.isolator.audio;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// EncodedSongs to decode: the golden ones beside `make.sh`, and wav files made here.
final class EncodedSongs {
  private EncodedSongs() {}

  static Path golden(String name) {
    try {
      return Path.of(EncodedSongs.class.getResource(name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  static byte[] bytes(String golden) {
    try {
      return Files.readAllBytes(golden(golden));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static InputStream pipe(byte[] bytes) {
    return new ByteArrayInputStream(bytes);
  }

  /// Reads a song to its end, in blocks of `size` frames: `[channels][frames]`.
  static float[][] all(Decoder song, int size) throws AudioException {
    int channels = song.info().layout().count();
    var all = new float[channels][0];
    var block = new float[channels][size];
    for (int n; (n = song.read(block, size)) > 0; ) {
      for (int c = 0; c < channels; c++) {
        int had = all[c].length;
        all[c] = Arrays.copyOf(all[c], had + n);
        System.arraycopy(block[c], 0, all[c], had, n);
      }
    }
    return all;
  }

  static float[][] all(Path file) throws AudioException {
    try (var song = Decoder.open(file)) {
      return all(song, 4096);
    }
  }

  /// A wav file.
  ///
  /// @param format 1 = integers, 3 = floats
  /// @param data the samples as they are stored
  static byte[] wav(int format, int bits, int channels, int rate, byte[] data) {
    var out = ByteBuffer.allocate(44 + data.length).order(ByteOrder.LITTLE_ENDIAN);
    out.put(ascii("RIFF")).putInt(36 + data.length).put(ascii("WAVE"));
    fmt(out, format, bits, channels, rate);
    return out.put(ascii("data")).putInt(data.length).put(data).array();
  }

  /// An RF64 file whose header claims as many bytes of samples as it likes.
  static byte[] rf64(long claimedBytes, int bits, int channels, int rate, byte[] data) {
    var out = ByteBuffer.allocate(80 + data.length).order(ByteOrder.LITTLE_ENDIAN);
    out.put(ascii("RF64")).putInt(-1).put(ascii("WAVE"));
    out.put(ascii("ds64")).putInt(28).putLong(claimedBytes + 72).putLong(claimedBytes);
    out.putLong(claimedBytes / (bits / 8L * channels)).putInt(0);
    fmt(out, 1, bits, channels, rate);
    return out.put(ascii("data")).putInt(-1).put(data).array();
  }

  /// A 16-bit wav file with a channel mask.
  static byte[] extensible(int channels, int mask, int rate, byte[] data) {
    var out = ByteBuffer.allocate(68 + data.length).order(ByteOrder.LITTLE_ENDIAN);
    out.put(ascii("RIFF")).putInt(60 + data.length).put(ascii("WAVE"));
    out.put(ascii("fmt ")).putInt(40).putShort((short) 0xfffe).putShort((short) channels);
    out.putInt(rate).putInt(rate * 2 * channels).putShort((short) (2 * channels));
    out.putShort((short) 16).putShort((short) 22).putShort((short) 16).putInt(mask);
    out.putInt(1).putShort((short) 0).putShort((short) 0x10).putShort((short) 0x80);
    out.put(
        new byte[] {0, (byte) 0xaa, 0, 0x38, (byte) 0x9b, 0x71}); // PCM's GUID, from its 9th byte
    return out.put(ascii("data")).putInt(data.length).put(data).array();
  }

  /// The same wav file with a LIST chunk behind the samples, where many editors put it.
  static byte[] withTitleBehind(byte[] wav, String title) {
    int size = 4 + 8 + title.length();
    var out = ByteBuffer.allocate(wav.length + 8 + size).order(ByteOrder.LITTLE_ENDIAN);
    out.put(wav).put(ascii("LIST")).putInt(size).put(ascii("INFO"));
    out.put(ascii("INAM")).putInt(title.length()).put(ascii(title));
    return out.putInt(4, wav.length + size).array();
  }

  /// The same m4a file, its index at its end, with the note that iTunes writes about gaps.
  static byte[] withItunesNote(byte[] m4a, String note) {
    var mean = box("mean", new byte[4], ascii("com.apple.iTunes"));
    var name = box("name", new byte[4], ascii("iTunSMPB"));
    var data = box("data", new byte[] {0, 0, 0, 1, 0, 0, 0, 0}, ascii(note));
    var hdlr = box("hdlr", new byte[8], ascii("mdirappl"), new byte[9]);
    var ilst = box("ilst", box("----", mean, name, data));
    var udta = box("udta", box("meta", new byte[4], hdlr, ilst));
    int moov = new String(m4a, StandardCharsets.ISO_8859_1).lastIndexOf("moov") - 4;
    var out = ByteBuffer.allocate(m4a.length + udta.length).put(m4a).put(udta);
    return out.putInt(moov, out.getInt(moov) + udta.length).array();
  }

  private static byte[] box(String type, byte[]... parts) {
    int size = 8 + Arrays.stream(parts).mapToInt(part -> part.length).sum();
    var out = ByteBuffer.allocate(size).putInt(size).put(ascii(type));
    for (var part : parts) {
      out.put(part);
    }
    return out.array();
  }

  private static void fmt(ByteBuffer out, int format, int bits, int channels, int rate) {
    int frameBytes = bits / 8 * channels;
    out.put(ascii("fmt ")).putInt(16).putShort((short) format).putShort((short) channels);
    out.putInt(rate).putInt(rate * frameBytes).putShort((short) frameBytes).putShort((short) bits);
  }

  /// 16-bit samples as bytes.
  static byte[] s16(int... samples) {
    var out = ByteBuffer.allocate(2 * samples.length).order(ByteOrder.LITTLE_ENDIAN);
    for (int sample : samples) {
      out.putShort((short) sample);
    }
    return out.array();
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
