package dev.isolator.live.device;

import dev.isolator.audio.AudioException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// Standard output: wav with 32-bit float, interleaved, little-endian. Its header says that it is
/// endless, as nobody knows the length before: both sizes are 2^32 − 1, which SoX, FFmpeg and
/// others read until the stream ends.
///
/// Source: Microsoft, *Multimedia Programming Interface and Data Specifications 1.0*, 1991, RIFF
/// WAVE; format 3 is IEEE float.
public final class PipeOutput implements AudioOutput {
  private static final int FORMAT_FLOAT = 3;
  private static final int ENDLESS = -1; // unsigned

  private final OutputStream out;
  private final String name;
  private final int channels;
  private ByteBuffer bytes = ByteBuffer.allocate(1 << 14).order(ByteOrder.LITTLE_ENDIAN);

  /// Begins a stream: writes the header.
  ///
  /// @param name for messages, such as `-`
  public PipeOutput(OutputStream out, String name, int sampleRate, int channels)
      throws AudioException {
    this.out = out;
    this.name = name;
    this.channels = channels;
    text("RIFF").putInt(ENDLESS);
    text("WAVE");
    text("fmt ").putInt(16).putShort((short) FORMAT_FLOAT).putShort((short) channels);
    bytes.putInt(sampleRate).putInt(4 * channels * sampleRate).putShort((short) (4 * channels));
    bytes.putShort((short) 32);
    text("data").putInt(ENDLESS);
    flush();
  }

  private ByteBuffer text(String four) {
    return bytes.put(four.getBytes(StandardCharsets.US_ASCII));
  }

  private void flush() throws AudioException {
    try {
      out.write(bytes.array(), 0, bytes.position());
      out.flush();
    } catch (IOException e) {
      throw AudioException.unwritable(name, e);
    }
    if (out instanceof PrintStream quiet && quiet.checkError()) { // it throws nothing
      throw new AudioException(
          AudioException.Kind.UNWRITABLE,
          name,
          "it was closed before all was written, or its disk is full");
    }
    bytes.clear();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void write(float[][] block, int frames) throws AudioException {
    int needed = 4 * channels * frames;
    if (bytes.capacity() < needed) {
      bytes = ByteBuffer.allocate(needed).order(ByteOrder.LITTLE_ENDIAN);
    }
    for (int i = 0; i < frames; i++) {
      for (int channel = 0; channel < channels; channel++) {
        bytes.putFloat(block[channel][i]);
      }
    }
    flush();
  }

  @Override
  public void finish() {
    // Every block was flushed.
  }

  @Override
  public void close() {
    // Standard output belongs to the program.
  }
}
