package dev.isolator.separation;

import dev.isolator.spectrum.Stft;

/// The stretch of a song that is still needed: all channels, from some frame on. Its capacity is
/// fixed.
final class SampleHistory {
  private final float[][] samples;
  private long start;
  private int count;

  /// @param channels of the song
  /// @param capacity frames that can be held
  SampleHistory(int channels, int capacity) {
    this.samples = new float[channels][capacity];
  }

  /// Channels of the song.
  int channels() {
    return samples.length;
  }

  /// Frames that can still be added.
  int room() {
    return samples[0].length - count;
  }

  /// Adds frames `from` to `from + frames − 1` of a block.
  void add(float[][] block, int from, int frames) {
    for (int channel = 0; channel < samples.length; channel++) {
      System.arraycopy(block[channel], from, samples[channel], count, frames);
    }
    count += frames;
  }

  /// Forgets what lies before `frame`.
  void forgetBefore(long frame) {
    int gone = Math.clamp(frame - start, 0, count);
    for (float[] channel : samples) {
      System.arraycopy(channel, gone, channel, 0, count - gone);
    }
    start += gone;
    count -= gone;
  }

  /// One past the last frame held.
  long end() {
    return start + count;
  }

  /// Where a frame of the song stands among those held.
  private int indexOf(long frame) {
    return Math.toIntExact(frame - start);
  }

  /// Transforms a frame of the analysis grid; beyond the frames held there is silence.
  ///
  /// @param gridFrame centred on sample `gridFrame * hop` of the song
  /// @param spectrum `[2 * bins]`, overwritten
  void transform(Stft stft, int channel, long gridFrame, float[] spectrum) {
    int first = indexOf(gridFrame * stft.hopLength() - stft.fftLength() / 2);
    stft.frame(samples[channel], first, count, spectrum);
  }

  /// A sample of the song; silence where it is not held.
  float sample(int channel, long frame) {
    long index = frame - start;
    return index >= 0 && index < count ? samples[channel][(int) index] : 0;
  }

  /// Copies frames of all channels.
  void copy(long frame, float[][] block, int frames) {
    int index = indexOf(frame);
    for (int channel = 0; channel < samples.length; channel++) {
      System.arraycopy(samples[channel], index, block[channel], 0, frames);
    }
  }
}
