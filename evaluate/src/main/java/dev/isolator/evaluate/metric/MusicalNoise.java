package dev.isolator.evaluate.metric;

import dev.isolator.spectrum.AnalysisGrid;
import dev.isolator.spectrum.Stft;

/// Musical noise of an estimate above 4 kHz, against the truth: chirps where a mask lets single
/// bins through. Both figures are 0 dB for the truth itself, and higher the more artefacts there
/// are.
///
/// @param islandsDb the share of the energy that lies in isolated islands of the spectrogram, in dB
///   against the truth's: what is above the openings of the power by a line of 60 ms and by one of
///   120 Hz, of all power
/// @param kurtosisDb the kurtosis ratio in dB: `E[P⁴] / E[P²]²` of the power `P` of all bins
///   against the truth's. Isolated bins make a distribution's tail heavy
///
///   Source: Uemura et al., Automatic optimization scheme of spectral subtraction based on musical
///   noise assessment via higher-order statistics, IWAENC 2008 (the kurtosis ratio, there for noise
///   alone); Vincent, IEEE Trans. Image Processing 2(2), 1993, section II (openings). Both are NaN
///   where the truth has nothing above 4 kHz.
public record MusicalNoise(double islandsDb, double kurtosisDb) {
  private static final double LOWEST_HZ = 4000;
  private static final double LINE_SECONDS = 0.06;
  private static final double LINE_HZ = 120;

  /// Compares an estimate with the truth.
  ///
  /// @param estimate of the same shape
  public static MusicalNoise of(Pcm16 truth, Pcm16 estimate) {
    ShapeCheck.check(truth, estimate);
    Tally sung = tally(truth);
    Tally found = tally(estimate);
    return new MusicalNoise(
        10 * Math.log10(found.islandShare() / sung.islandShare()),
        10 * Math.log10(found.kurtosis() / sung.kurtosis()));
  }

  /// Sums over all bins above the lowest frequency, of all frames and channels.
  private static final class Tally {
    private double power;
    private double squares;
    private double fourths;
    private double islands;
    private long count;

    double islandShare() {
      return islands / power;
    }

    double kurtosis() {
      return fourths * count / (squares * squares);
    }
  }

  private static Tally tally(Pcm16 sound) {
    var grid = AnalysisGrid.of(44_100, 2048, 512, sound.sampleRate());
    var stft = new Stft(grid);
    double binHz = (double) grid.sampleRate() / grid.fftLength();
    int lineFrames = (int) Math.round(LINE_SECONDS * grid.sampleRate() / grid.hopLength());
    int lineBins = (int) Math.round(LINE_HZ / binHz);
    int first = (int) Math.ceil(LOWEST_HZ / binHz);
    var tally = new Tally();
    for (float[] channel : sound.toFloat()) {
      int around = 2 * lineFrames - 1;
      var ring = new float[around][Math.max(0, grid.bins() - first)];
      var spectrum = new float[2 * grid.bins()];
      int frames = Math.ceilDiv(channel.length, grid.hopLength()) + 1;
      for (int t = 0; t < frames; t++) {
        int start = t * grid.hopLength() - grid.fftLength() / 2;
        stft.frame(channel, start, channel.length, spectrum);
        float[] row = ring[t % around];
        for (int i = 0; i < row.length; i++) {
          float re = spectrum[2 * (first + i)];
          float im = spectrum[2 * (first + i) + 1];
          row[i] = re * re + im * im;
        }
        if (t >= around - 1) {
          add(tally, ring, t - lineFrames + 1, lineFrames, lineBins);
        }
      }
    }
    return tally;
  }

  /// Adds frame `t`, which stands in the middle of the ring.
  private static void add(Tally tally, float[][] ring, int t, int lineFrames, int lineBins) {
    float[] row = ring[t % ring.length];
    for (int bin = 0; bin < row.length; bin++) {
      float here = row[bin];
      double power = here;
      tally.count++;
      tally.power += power;
      tally.squares += power * power;
      tally.fourths += power * power * power * power;
      tally.islands += here - opening(ring, t, bin, lineFrames, lineBins);
    }
  }

  private static float opening(float[][] ring, int t, int bin, int lineFrames, int lineBins) {
    float[] row = ring[t % ring.length];
    float here = row[bin];
    float opened = 0;
    for (int from = t - lineFrames + 1; from <= t && opened < here; from++) {
      float least = here;
      for (int i = from; i < from + lineFrames && least > opened; i++) {
        least = Math.min(least, ring[i % ring.length][bin]);
      }
      opened = Math.max(opened, least);
    }
    for (int from = bin - lineBins + 1; from <= bin && opened < here; from++) {
      float least = here;
      for (int i = from; i < from + lineBins && least > opened; i++) {
        least = Math.min(least, row[Math.clamp(i, 0, row.length - 1)]);
      }
      opened = Math.max(opened, least);
    }
    return opened;
  }
}
