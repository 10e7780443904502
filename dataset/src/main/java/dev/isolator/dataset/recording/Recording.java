package dev.isolator.dataset.recording;

/// A whole recording in memory.
///
/// @param samples `[channels][frames]`, amplitude, full scale ±1.0; not copied, not to be changed
/// @param sampleRate in Hz
@SuppressWarnings("ArrayRecordComponent") // a carrier between stages: never compared or hashed
public record Recording(float[][] samples, int sampleRate) {
  /// Refuses no channels and channels of unequal lengths.
  public Recording {
    if (samples.length == 0) {
      throw new IllegalArgumentException("a recording needs at least 1 channel, was 0");
    }
    for (float[] channel : samples) {
      if (channel.length != samples[0].length) {
        throw new IllegalArgumentException(
            "channels must have equal lengths, were %d and %d frames"
                .formatted(samples[0].length, channel.length));
      }
    }
    if (sampleRate <= 0) {
      throw new IllegalArgumentException("sampleRate must be positive, was " + sampleRate);
    }
  }

  /// Samples per channel.
  public int frames() {
    return samples[0].length;
  }

  /// How many channels.
  public int channels() {
    return samples.length;
  }

  /// Seconds from the first sample to the end of the last.
  public double seconds() {
    return (double) frames() / sampleRate;
  }

  /// The mean of all channels, `[frames]`; allocates.
  public float[] mono() {
    if (samples.length == 1) {
      return samples[0].clone();
    }
    var mono = new float[frames()];
    for (int i = 0; i < mono.length; i++) {
      double sum = 0;
      for (float[] channel : samples) {
        sum += channel[i];
      }
      mono[i] = (float) (sum / samples.length);
    }
    return mono;
  }
}
