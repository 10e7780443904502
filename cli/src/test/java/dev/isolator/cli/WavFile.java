package dev.isolator.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/// Wav files for tests, written by hand so that they need nothing that is tested.
final class WavFile {
  private static final int FLOAT = 3;
  private static final int INTEGER = 1;

  private WavFile() {}

  /// A 16-bit file of a noisy chord at half of full scale; the same seed gives the same song.
  static Path song(Path file, int rate, int channels, int frames, long seed) throws IOException {
    var random = new Random(seed);
    var data = ByteBuffer.allocate(2 * channels * frames).order(ByteOrder.LITTLE_ENDIAN);
    for (int t = 0; t < frames; t++) {
      for (int c = 0; c < channels; c++) {
        double chord = Math.sin(0.031 * t) + Math.sin(0.047 * t + c) + 0.2 * random.nextGaussian();
        data.putShort((short) (4000 * chord));
      }
    }
    return write(file, INTEGER, 16, rate, channels, data.array(), data.capacity());
  }

  /// A stereo song of so many seconds at 44.1 kHz.
  static Path song(Path file, double seconds) throws IOException {
    return song(file, 44_100, 2, (int) (44_100 * seconds), 1);
  }

  /// A 32-bit float file.
  ///
  /// @param samples interleaved
  static Path ofFloats(Path file, int rate, int channels, float... samples) throws IOException {
    var data = ByteBuffer.allocate(4 * samples.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float sample : samples) {
      data.putFloat(sample);
    }
    return write(file, FLOAT, 32, rate, channels, data.array(), data.capacity());
  }

  /// A file that claims more bytes of samples than it has.
  static Path lying(Path file, int claimedBytes) throws IOException {
    return write(file, INTEGER, 16, 44_100, 2, new byte[4000], claimedBytes);
  }

  private static Path write(
      Path file, int format, int bits, int rate, int channels, byte[] data, int claimedBytes)
      throws IOException {
    int frame = channels * bits / 8;
    var wav = ByteBuffer.allocate(44 + data.length).order(ByteOrder.LITTLE_ENDIAN);
    wav.put(ascii("RIFF")).putInt(36 + claimedBytes).put(ascii("WAVEfmt ")).putInt(16);
    wav.putShort((short) format).putShort((short) channels).putInt(rate).putInt(rate * frame);
    wav.putShort((short) frame).putShort((short) bits).put(ascii("data")).putInt(claimedBytes);
    wav.put(data);
    return Files.write(file, wav.array());
  }

  /// Samples per channel of a wav file of ours, from its own header.
  static long frames(Path file) throws IOException {
    var wav = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    int frame = 0;
    for (int at = 12;
        at + 8 <= wav.limit();
        at += 8 + wav.getInt(at + 4) + (wav.getInt(at + 4) & 1)) {
      var id = new String(wav.array(), at, 4, StandardCharsets.US_ASCII);
      if (id.equals("fmt ")) {
        frame = wav.getShort(at + 8 + 12);
      } else if (id.equals("data")) {
        return wav.getInt(at + 4) / frame;
      }
    }
    throw new IOException(file + " has no samples");
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
