package dev.isolator.audio;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// Raw AAC streams (`.aac`) made of the frames of an m4a file that is written here.
final class AdtsSongs {
  static final int RATE = 44_100;
  static final int FRAME = 1024; // samples of a frame of AAC

  private AdtsSongs() {}

  /// Four seconds of noise whose loudness goes up and down, encoded: frames of different lengths.
  ///
  /// @param folder for the m4a file
  static List<byte[]> frames(Path folder) throws IOException {
    Path m4a = folder.resolve("song.m4a");
    var random = new Random(7);
    var left = new float[4 * RATE];
    var right = new float[4 * RATE];
    for (int i = 0; i < left.length; i++) {
      double loudness = 0.1 * (1.2 + Math.sin(2 * Math.PI * i / RATE));
      left[i] = (float) (loudness * random.nextGaussian());
      right[i] = (float) (0.5 * left[i] + 0.5 * loudness * random.nextGaussian());
    }
    SoundFile.write(
        m4a,
        new OutputFormat(OutputFormat.Container.M4A, SampleDepth.F32, 0),
        RATE,
        ChannelLayout.STEREO,
        Tags.NONE,
        new float[][] {left, right},
        4096);
    return frames(Files.readAllBytes(m4a));
  }

  /// The packets of an m4a file of one track, which stand one behind the other, with their headers.
  private static List<byte[]> frames(byte[] m4a) {
    var in = ByteBuffer.wrap(m4a);
    int sizes = find(m4a, "stsz") + 8; // behind version, flags and the common size
    int at = in.getInt(find(m4a, "stco") + 8); // the first chunk; the others follow it
    var frames = new ArrayList<byte[]>();
    for (int i = 0; i < in.getInt(sizes); i++) {
      int size = in.getInt(sizes + 4 + 4 * i);
      frames.add(frame(Arrays.copyOfRange(m4a, at, at + size)));
      at += size;
    }
    return frames;
  }

  /// A frame of AAC-LC, 44.1 kHz, two channels, with its header.
  private static byte[] frame(byte[] sound) {
    int length = AdtsHeader.BYTES + sound.length;
    var out = ByteBuffer.allocate(length).put(new byte[] {-1, -15, 0x50, -128, 0, 0x1f, -4});
    out.put(sound);
    AdtsHeader.mend(out.array(), 0, AdtsHeader.kind(out.array(), 0), length);
    return out.array();
  }

  /// The same frames, all as long as the longest: AAC allows for zeros behind the sound.
  static List<byte[]> ofOneLength(List<byte[]> frames) {
    int length = frames.stream().mapToInt(frame -> frame.length).max().orElseThrow();
    var padded = new ArrayList<byte[]>();
    for (byte[] frame : frames) {
      padded.add(frame(Arrays.copyOfRange(frame, AdtsHeader.BYTES, length)));
    }
    return padded;
  }

  static byte[] joined(List<byte[]> frames) {
    var out = new ByteArrayOutputStream();
    frames.forEach(out::writeBytes);
    return out.toByteArray();
  }

  private static int find(byte[] bytes, String box) {
    return new String(bytes, StandardCharsets.ISO_8859_1).lastIndexOf(box) + 4;
  }
}
