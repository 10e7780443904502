package dev.isolator.server.request;

import dev.isolator.audio.SampleDepth;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The sample depths that a caller may choose for WAV and FLAC.
public enum BitDepth {
  S16("16", SampleDepth.S16),
  S24("24", SampleDepth.S24),
  /// 32-bit float, which only WAV holds.
  F32("32f", SampleDepth.F32);

  private final String text;
  private final SampleDepth depth;

  BitDepth(String text, SampleDepth depth) {
    this.text = text;
    this.depth = depth;
  }

  /// The texts of all depths, in their order.
  public static List<String> texts() {
    return Arrays.stream(values()).map(BitDepth::text).toList();
  }

  /// The depth of a text such as `24`.
  public static Optional<BitDepth> of(String text) {
    return Arrays.stream(values()).filter(bits -> bits.text().equals(text)).findFirst();
  }

  /// As the interface and the database write it: `16`, `24` or `32f`.
  public String text() {
    return text;
  }

  /// The depth that the library writes.
  public SampleDepth depth() {
    return depth;
  }

  @Override
  public String toString() {
    return text;
  }
}
