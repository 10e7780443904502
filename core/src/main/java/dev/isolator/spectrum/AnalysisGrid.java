package dev.isolator.spectrum;

/// The frames and bins of one file, laid so that they match a model's in seconds and hertz.
///
/// A model is trained at one sample rate, on one FFT length. A file of another rate is not
/// resampled; its frames are made longer or shorter instead. Bin `b` then lies at nearly the
/// frequency that the model's bin `b` had in training (within 0.6 % at the usual rates).
///
/// @param sampleRate of the file, in Hz
/// @param fftLength samples under one window: the model's, scaled by the rates' ratio, to the
///   nearest multiple of 4 that has no prime factor above 7
/// @param hopLength samples from frame to frame, in the model's proportion to `fftLength`
/// @param modelBins bins that the model knows; the file may have more (they take the mask of the
///   model's last bin) or fewer (the model sees zeros there)
/// @param scale what the file's spectra are multiplied by for the model: its length / ours
public record AnalysisGrid(
    int sampleRate, int fftLength, int hopLength, int modelBins, float scale) {

  /// Lays the grid of a file.
  ///
  /// @param modelRate the model's sample rate in Hz
  /// @param modelLength the model's FFT length, even
  /// @param modelHop the model's hop, at most half of `modelLength`
  /// @param sampleRate the file's rate in Hz, at least 1
  public static AnalysisGrid of(int modelRate, int modelLength, int modelHop, int sampleRate) {
    if (sampleRate < 1) {
      throw new IllegalArgumentException("sampleRate must be at least 1 Hz, was " + sampleRate);
    }
    int length =
        sampleRate == modelRate
            ? modelLength
            : nearestSmooth((double) modelLength * sampleRate / modelRate);
    int hop = Math.max(1, Math.toIntExact(Math.round((double) length * modelHop / modelLength)));
    return new AnalysisGrid(
        sampleRate, length, hop, modelLength / 2 + 1, (float) modelLength / length);
  }

  /// Bins of the file's frames, 0 Hz to half its rate.
  public int bins() {
    return fftLength / 2 + 1;
  }

  /// How many frames cover so many samples: with one fewer, the last samples would lie under the
  /// foot of a window alone.
  public long framesFor(long samples) {
    return Math.ceilDiv(samples, hopLength) + 1L;
  }

  /// The multiple of 4 nearest to `length` whose largest prime factor is at most 7; of two equally
  /// near ones the smaller.
  static int nearestSmooth(double length) {
    int middle = Math.max(4, 4 * (int) Math.round(length / 4));
    for (int away = 0; ; away += 4) {
      int below = middle - away;
      int above = middle + away;
      boolean belowFits = MixedRadixFft.takes(below);
      boolean aboveFits = MixedRadixFft.takes(above);
      if (belowFits && aboveFits) {
        return length - below <= above - length ? below : above;
      }
      if (belowFits || aboveFits) {
        return belowFits ? below : above;
      }
    }
  }
}
