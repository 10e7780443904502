package dev.isolator.evaluate.reference;

import dev.isolator.spectrum.AnalysisGrid;
import dev.isolator.spectrum.Stft;

/// The spectra of a whole song, and the stems that a mask gives.
final class SongSpectra {
  private static final int GRID_RATE = 44_100;

  private final float[][] mix;
  private final Stft stft;
  private final AnalysisGrid grid;
  private final float[][][] spectra; // [channels][frames][2 * bins]

  /// @param mix `[channels][n]`
  /// @param fftLength at 44.1 kHz; at other rates it is scaled so that frames last as long
  /// @param hopLength at 44.1 kHz, at most half of `fftLength`
  SongSpectra(float[][] mix, int sampleRate, int fftLength, int hopLength) {
    this.mix = mix;
    this.grid = AnalysisGrid.of(GRID_RATE, fftLength, hopLength, sampleRate);
    this.stft = new Stft(grid);
    this.spectra = new float[mix.length][][];
    for (int channel = 0; channel < mix.length; channel++) {
      spectra[channel] = stft.forward(mix[channel]);
    }
  }

  int channels() {
    return spectra.length;
  }

  int frames() {
    return spectra[0].length;
  }

  int bins() {
    return stft.bins();
  }

  /// The first bin at or above a frequency.
  int binOf(double hertz) {
    return Math.min(bins(), (int) Math.ceil(hertz * grid.fftLength() / grid.sampleRate()));
  }

  /// The number of frames in a time, at least 1.
  int framesIn(double seconds) {
    return (int) Math.max(1, Math.round(seconds * grid.sampleRate() / grid.hopLength()));
  }

  /// The spectrum of a frame, `[2 * bins]` interleaved, not to be changed.
  float[] frame(int channel, int t) {
    return spectra[channel][t];
  }

  /// Magnitudes of a channel, `[frames][bins]`.
  float[][] magnitudes(int channel) {
    var magnitudes = new float[frames()][bins()];
    for (int t = 0; t < frames(); t++) {
      float[] frame = spectra[channel][t];
      for (int bin = 0; bin < bins(); bin++) {
        magnitudes[t][bin] = (float) Math.hypot(frame[2 * bin], frame[2 * bin + 1]);
      }
    }
    return magnitudes;
  }

  /// Applies a mask: the masked mixture is the voice, the rest is the music.
  ///
  /// @param mask `[channels][frames][bins]`, share of the voice, 0 to 1
  /// @return `[2][channels][n]`: vocals, music
  float[][][] split(float[][][] mask) {
    var vocals = new float[channels()][];
    var music = new float[channels()][];
    for (int channel = 0; channel < channels(); channel++) {
      for (int t = 0; t < frames(); t++) {
        float[] frame = spectra[channel][t];
        for (int bin = 0; bin < bins(); bin++) {
          frame[2 * bin] *= mask[channel][t][bin];
          frame[2 * bin + 1] *= mask[channel][t][bin];
        }
      }
      int n = mix[channel].length;
      vocals[channel] = stft.inverse(spectra[channel], n);
      music[channel] = new float[n];
      for (int i = 0; i < n; i++) {
        music[channel][i] = mix[channel][i] - vocals[channel][i];
      }
    }
    return new float[][][] {vocals, music};
  }
}
