package dev.isolator.evaluate.oracle;

import dev.isolator.spectrum.AnalysisGrid;
import dev.isolator.spectrum.Stft;

/// Transforms samples to spectra, applies an oracle's mask, and transforms back.
final class OracleSpectra {
  private static final int GRID_RATE = 44_100;
  private static final int FFT_LENGTH = 4096;
  private static final int HOP_LENGTH = 1024;

  private OracleSpectra() {}

  static float[][][] filter(float[][] mix, float[][][] stems, int sampleRate, OracleMask rule) {
    var stft = new Stft(AnalysisGrid.of(GRID_RATE, FFT_LENGTH, HOP_LENGTH, sampleRate));
    int n = mix[0].length;
    float[][][] mixture = forward(stft, mix);
    var truth = new float[stems.length][][][];
    for (int stem = 0; stem < stems.length; stem++) {
      truth[stem] = forward(stft, stems[stem]);
    }
    var filter = rule.of(truth);
    int frames = mixture[0].length;
    var mixed = new float[mix.length][];
    var estimates = new float[stems.length][mix.length][2 * stft.bins()];
    for (int t = 0; t < frames; t++) {
      for (int channel = 0; channel < mix.length; channel++) {
        mixed[channel] = mixture[channel][t];
      }
      filter.apply(t, mixed, estimates);
      for (int stem = 0; stem < stems.length; stem++) { // the true frame is not needed any more
        for (int channel = 0; channel < mix.length; channel++) {
          System.arraycopy(
              estimates[stem][channel], 0, truth[stem][channel][t], 0, mixed[channel].length);
        }
      }
    }
    var separated = new float[stems.length][mix.length][];
    for (int stem = 0; stem < stems.length; stem++) {
      for (int channel = 0; channel < mix.length; channel++) {
        separated[stem][channel] = stft.inverse(truth[stem][channel], n);
      }
    }
    return separated;
  }

  private static float[][][] forward(Stft stft, float[][] channels) {
    var spectra = new float[channels.length][][];
    for (int channel = 0; channel < channels.length; channel++) {
      spectra[channel] = stft.forward(channels[channel]);
    }
    return spectra;
  }

  /// The power of a bin of an interleaved spectrum.
  static double power(float[] spectrum, int bin) {
    double re = spectrum[2 * bin];
    double im = spectrum[2 * bin + 1];
    return re * re + im * im;
  }
}
