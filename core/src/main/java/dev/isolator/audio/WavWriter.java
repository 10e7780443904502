package dev.isolator.audio;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// Writes wav, in Java: no other format is as plain, and none is written as often.
///
/// | chunk  | bytes | what |
/// |--------|-------|------|
/// | `RIFF` | 12    | becomes `RF64` when the file grows past 4 GiB |
/// | `JUNK` | 36    | room that becomes `ds64`, the 64-bit sizes |
/// | `fmt ` | 24/48 | extensible with a speaker mask beyond 2 channels or 16 bits |
/// | `fact` | 12    | frames; for float only |
/// | `LIST` | …     | `INFO`: the tags that wav has names for, UTF-8; the program first |
/// | `data` | …     | interleaved, little-endian, padded to an even length |
///
/// Source: Microsoft, *Multiple channel audio data and WAVE files*, 2007; EBU Tech 3306 (RF64),
/// 2009, section 3.5: a file that starts as RIFF and becomes RF64 when it must.
final class WavWriter implements AudioSink {
  /// What a RIFF header can count.
  static final long RIFF_LIMIT = 0xFFFF_FFFFL;

  private static final int BUFFER_BYTES = 1 << 16;
  private static final int FORMAT_PCM = 1;
  private static final int FORMAT_FLOAT = 3;
  private static final int FORMAT_EXTENSIBLE = 0xFFFE;
  private static final int DS64_BYTES = 28;

  /// The tail of the sub-format GUIDs, after the two bytes of the format's number.
  private static final byte[] GUID_TAIL = {
    0, 0, 0, 0, 0x10, 0, (byte) 0x80, 0, 0, (byte) 0xaa, 0, 0x38, (byte) 0x9b, 0x71
  };

  /// FFmpeg's tag names to those of the INFO list; the program's name is first.
  private static final Map<String, String> INFO_NAMES =
      Map.ofEntries(
          Map.entry("encoded_by", "ISFT"),
          Map.entry("title", "INAM"),
          Map.entry("artist", "IART"),
          Map.entry("album", "IPRD"),
          Map.entry("track", "IPRT"),
          Map.entry("date", "ICRD"),
          Map.entry("genre", "IGNR"),
          Map.entry("comment", "ICMT"),
          Map.entry("copyright", "ICOP"),
          Map.entry("language", "ILNG"));

  private final FileOutput file;
  private final int sampleRate;
  private final ChannelLayout layout;
  private final SampleDepth depth;
  private final long riffLimit;
  private final ByteBuffer buffer =
      ByteBuffer.allocateDirect(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
  private final int factAt;
  private final int dataAt;
  private long frames;

  WavWriter(FileOutput file, int sampleRate, ChannelLayout layout, SampleDepth depth, Tags tags)
      throws AudioException {
    this(file, sampleRate, layout, depth, tags, RIFF_LIMIT);
  }

  /// @param depth S16, S24 or F32
  /// @param riffLimit the file becomes RF64 when it is longer; a test's is small
  WavWriter(
      FileOutput file,
      int sampleRate,
      ChannelLayout layout,
      SampleDepth depth,
      Tags tags,
      long riffLimit)
      throws AudioException {
    this.file = file;
    this.sampleRate = sampleRate;
    this.layout = layout;
    this.depth = depth;
    this.riffLimit = riffLimit;
    var info = info(tags);
    name("RIFF").putInt(0);
    name("WAVE");
    name("JUNK").putInt(DS64_BYTES).put(new byte[DS64_BYTES]);
    putFormat();
    factAt = depth == SampleDepth.F32 ? buffer.position() + 8 : 0;
    if (factAt != 0) {
      name("fact").putInt(4).putInt(0);
    }
    int headBytes = buffer.position();
    flush();
    file.write(info);
    dataAt = headBytes + info.limit() + 8;
    name("data").putInt(0);
  }

  @Override
  public int sampleRate() {
    return sampleRate;
  }

  @Override
  public ChannelLayout layout() {
    return layout;
  }

  @Override
  public void write(float[][] block, int count) throws AudioException {
    int channels = layout.count();
    int frameBytes = channels * depth.bits() / 8;
    for (int done = 0; done < count; ) {
      if (buffer.remaining() < frameBytes) {
        flush();
      }
      int end = Math.min(count, done + buffer.remaining() / frameBytes);
      for (; done < end; done++) {
        for (int c = 0; c < channels; c++) {
          put(block[c][done]);
        }
      }
    }
    frames += count;
  }

  private void put(float amplitude) {
    switch (depth) {
      case S16 -> buffer.putShort((short) Pcm.nearest(amplitude, Pcm.FULL_SCALE_16));
      case S24 -> {
        int step = Pcm.nearest(amplitude, Pcm.FULL_SCALE_24);
        buffer.putShort((short) step).put((byte) (step >> 16));
      }
      case F32 -> buffer.putFloat(amplitude);
      case U8, S32, F64 -> throw new IllegalStateException("no wav of depth " + depth);
    }
  }

  @Override
  public void finish() throws AudioException {
    long dataBytes = frames * layout.count() * depth.bits() / 8;
    if (dataBytes % 2 != 0) {
      if (!buffer.hasRemaining()) {
        flush();
      }
      buffer.put((byte) 0);
    }
    flush();
    long riffBytes = file.size() - 8;
    boolean large = riffBytes > riffLimit;
    name(large ? "RF64" : "RIFF").putInt(large ? -1 : (int) riffBytes);
    if (large) {
      name("WAVE");
      name("ds64").putInt(DS64_BYTES).putLong(riffBytes).putLong(dataBytes).putLong(frames);
      buffer.putInt(0); // no table of further sizes
    }
    patch(0);
    if (factAt != 0) {
      buffer.putInt(large ? -1 : (int) frames);
      patch(factAt);
    }
    buffer.putInt(large ? -1 : (int) dataBytes);
    patch(dataAt - 4L);
    file.force();
  }

  /// Writes the buffer over what is at `position`.
  private void patch(long position) throws AudioException {
    file.position(position);
    flush();
  }

  private void flush() throws AudioException {
    file.write(buffer.flip());
    buffer.clear();
  }

  private ByteBuffer name(String fourLetters) {
    return buffer.put(fourLetters.getBytes(StandardCharsets.US_ASCII));
  }

  private void putFormat() {
    int channels = layout.count();
    int bits = depth.bits();
    int kind = depth.isInteger() ? FORMAT_PCM : FORMAT_FLOAT;
    boolean extensible = channels > 2 || bits > 16;
    name("fmt ").putInt(extensible ? 40 : 16);
    buffer.putShort((short) (extensible ? FORMAT_EXTENSIBLE : kind));
    buffer.putShort((short) channels).putInt(sampleRate);
    buffer.putInt(sampleRate * channels * bits / 8);
    buffer.putShort((short) (channels * bits / 8)).putShort((short) bits);
    if (extensible) {
      buffer.putShort((short) 22).putShort((short) bits).putInt((int) Ffmpeg.mask(layout));
      buffer.putShort((short) kind).put(GUID_TAIL);
    }
  }

  /// The list of tags, or nothing where there are none that wav has names for.
  private static ByteBuffer info(Tags tags) {
    var list = new java.io.ByteArrayOutputStream();
    tags.entries()
        .forEach(
            (key, value) -> {
              var name = INFO_NAMES.get(key.toLowerCase(java.util.Locale.ROOT));
              var text = value.replace("\0", "").getBytes(StandardCharsets.UTF_8);
              if (name != null && text.length > 0) {
                int size = text.length + 1; // ends in a zero
                var head = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
                head.put(name.getBytes(StandardCharsets.US_ASCII)).putInt(size);
                list.writeBytes(head.array());
                list.writeBytes(text);
                list.writeBytes(new byte[1 + size % 2]);
              }
            });
    if (list.size() == 0) {
      return ByteBuffer.allocate(0);
    }
    var chunk = ByteBuffer.allocate(12 + list.size()).order(ByteOrder.LITTLE_ENDIAN);
    chunk.put("LIST".getBytes(StandardCharsets.US_ASCII)).putInt(4 + list.size());
    chunk.put("INFO".getBytes(StandardCharsets.US_ASCII)).put(list.toByteArray());
    return chunk.flip();
  }

  @Override
  public void close() {
    file.close();
  }
}
