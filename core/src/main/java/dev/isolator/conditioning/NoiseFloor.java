package dev.isolator.conditioning;

import java.util.Arrays;

/// Steady noise under a song, estimated by minimum statistics, and its attenuation.
///
/// The power of each of [#BANDS] bands, smoothed over time, is tracked; its minimum over the last
/// [#MEMORY_SECONDS], times a bias of 1.5, is the noise. A bin of power `P` over noise `N` gets the
/// gain `max(least, √max(0, 1 − N / P))`: power subtraction with a floor. Bands are equal on a
/// scale of `log(1 + f / 200 Hz)`, so that a floor of 2049 bins is kept in few numbers.
///
/// Frames are added in the song's order, with all channels that are heard together, and the noise
/// of a frame depends on it and on those before. Adding and suppressing may not run at once;
/// suppressing may, from several threads.
///
/// Source: Martin, IEEE Trans. Speech and Audio Processing 9(5), 2001, of which the smoothing that
/// follows the signal is left out; Berouti, Schwartz and Makhoul, ICASSP 1979 (the floor).
public final class NoiseFloor {
  /// How finely the floor is known over frequency.
  public static final int BANDS = 64;

  /// How long a sound must last to be taken as noise.
  public static final double MEMORY_SECONDS = 2;

  private static final double SMOOTHING_SECONDS = 0.1;
  private static final double BIAS = 1.5;
  private static final int PARTS = 8;

  private final float leastGain;
  private final double smoothing;
  private final int framesPerPart;

  /// The band of each bin.
  private final int[] bandOf;

  private final double[] binsIn = new double[BANDS];
  private final double[] smoothed = new double[BANDS];

  /// The least of the current part of the memory, and of those before.
  private final double[] least = new double[BANDS];

  private final double[][] leastBefore = new double[PARTS][BANDS];

  /// Noise per bin of frame `t` at `t` modulo the length, `[heldFrames][BANDS]`.
  private final float[][] floors;

  private long added;

  /// @param denoiseDb the largest attenuation in dB
  /// @param fftLength samples under the window
  /// @param sampleRate in Hz
  /// @param frameSeconds from one frame to the next
  /// @param heldFrames frames that may be suppressed at a time
  public NoiseFloor(
      double denoiseDb, int fftLength, int sampleRate, double frameSeconds, int heldFrames) {
    this.leastGain = (float) Math.pow(10, -denoiseDb / 20);
    this.smoothing = Math.exp(-frameSeconds / SMOOTHING_SECONDS);
    this.framesPerPart = Math.max(1, (int) Math.round(MEMORY_SECONDS / PARTS / frameSeconds));
    this.bandOf = new int[fftLength / 2 + 1];
    double top = Math.log1p(sampleRate / 2.0 / 200);
    for (int bin = 0; bin < bandOf.length; bin++) {
      double place = Math.log1p((double) bin * sampleRate / fftLength / 200) / top;
      bandOf[bin] = (int) Math.min(BANDS - 1, place * BANDS);
      binsIn[bandOf[bin]]++;
    }
    this.floors = new float[heldFrames][BANDS];
    Arrays.fill(least, Double.POSITIVE_INFINITY);
    for (double[] part : leastBefore) {
      Arrays.fill(part, Double.POSITIVE_INFINITY);
    }
  }

  /// Adds the next frame.
  ///
  /// @param spectra of the channels, `[channels][2 * bins]`
  public void add(float[][] spectra) {
    var power = new double[BANDS];
    for (float[] spectrum : spectra) {
      for (int bin = 0; bin < bandOf.length; bin++) {
        double re = spectrum[2 * bin];
        double im = spectrum[2 * bin + 1];
        power[bandOf[bin]] += re * re + im * im;
      }
    }
    float[] floor = floors[(int) (added % floors.length)];
    for (int band = 0; band < BANDS; band++) {
      double mean = power[band] / Math.max(1, binsIn[band] * spectra.length);
      smoothed[band] = added == 0 ? mean : smoothing * smoothed[band] + (1 - smoothing) * mean;
      least[band] = Math.min(least[band], smoothed[band]);
      double minimum = least[band];
      for (double[] part : leastBefore) {
        minimum = Math.min(minimum, part[band]);
      }
      floor[band] = (float) (BIAS * minimum);
    }
    added++;
    if (added % framesPerPart == 0) {
      int part = (int) (added / framesPerPart % PARTS);
      System.arraycopy(least, 0, leastBefore[part], 0, BANDS);
      System.arraycopy(smoothed, 0, least, 0, BANDS);
    }
  }

  /// Attenuates the noise in a frame that was added and is still held.
  ///
  /// @param spectrum `[2 * bins]`, changed in place
  public void suppress(long frame, float[] spectrum) {
    float[] floor = floors[(int) (frame % floors.length)];
    for (int bin = 0; bin < bandOf.length; bin++) {
      float re = spectrum[2 * bin];
      float im = spectrum[2 * bin + 1];
      float power = re * re + im * im;
      float kept = power > 0 ? 1 - floor[bandOf[bin]] / power : 0;
      float gain = kept > leastGain * leastGain ? (float) Math.sqrt(kept) : leastGain;
      spectrum[2 * bin] = re * gain;
      spectrum[2 * bin + 1] = im * gain;
    }
  }
}
