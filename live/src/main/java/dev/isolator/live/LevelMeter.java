package dev.isolator.live;

import java.util.concurrent.atomic.AtomicLong;

/// The level of a signal as it goes by: a peak that falls by 20 dB in 1.5 s, as a programme meter's
/// does (IEC 60268-10, type I), and a mean square over 0.3 s. The audio thread adds, any thread
/// reads.
public final class LevelMeter {
  private static final double FALL_DB_PER_SECOND = 20 / 1.5;
  private static final double MEAN_SECONDS = 0.3;

  private final double fall;
  private final double share;
  private double peakNow;
  private double meanNow;
  private final AtomicLong peak = new AtomicLong();
  private final AtomicLong mean = new AtomicLong();

  LevelMeter(int sampleRate) {
    this.fall = Math.pow(10, -FALL_DB_PER_SECOND / 20 / sampleRate);
    this.share = 1 / (MEAN_SECONDS * sampleRate);
  }

  /// Adds a block. Audio thread.
  ///
  /// @param block `[channels][≥ frames]`
  void add(float[][] block, int frames) {
    for (int i = 0; i < frames; i++) {
      double square = 0;
      peakNow *= fall;
      for (float[] channel : block) {
        double sample = channel[i];
        peakNow = Math.max(peakNow, Math.abs(sample));
        square += sample * sample;
      }
      meanNow += share * (square / block.length - meanNow);
    }
    peak.setRelease(Double.doubleToRawLongBits(peakNow));
    mean.setRelease(Double.doubleToRawLongBits(meanNow));
  }

  /// The peak in dBFS; −∞ in silence.
  public double peakDb() {
    return 20 * Math.log10(Double.longBitsToDouble(peak.getAcquire()));
  }

  /// The root mean square in dBFS, over all channels; −∞ in silence.
  public double rmsDb() {
    return 10 * Math.log10(Double.longBitsToDouble(mean.getAcquire()));
  }
}
