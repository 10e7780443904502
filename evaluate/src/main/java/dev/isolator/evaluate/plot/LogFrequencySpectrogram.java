package dev.isolator.evaluate.plot;

import dev.isolator.evaluate.metric.Pcm16;
import dev.isolator.spectrum.AnalysisGrid;
import dev.isolator.spectrum.Stft;
import java.awt.image.BufferedImage;

/// A spectrogram of equal times and equal musical intervals: the mean power of a sound in columns
/// of equal duration and rows of equal ratio of frequencies.
///
/// @param power `[columns][rows]`, squares of full scale; row 0 is the lowest
/// @param lowestHz lower edge of row 0
/// @param highestHz upper edge of the last row
/// @param seconds from the left edge to the right one
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record LogFrequencySpectrogram(
    double[][] power, double lowestHz, double highestHz, double seconds) {
  private static final double LOWEST_HZ = 40;
  private static final double HIGHEST_HZ = 20_000;

  /// Measures a sound.
  ///
  /// @param columns pixels in time, at least 1
  /// @param rows pixels in frequency, at least 1
  public static LogFrequencySpectrogram of(Pcm16 sound, int columns, int rows) {
    var grid = AnalysisGrid.of(44_100, 4096, 1024, sound.sampleRate());
    var stft = new Stft(grid);
    double highest = Math.min(HIGHEST_HZ, sound.sampleRate() / 2.0);
    double lowest = Math.min(LOWEST_HZ, highest / 2);
    int n = sound.frames();
    int step = Math.max(1, Math.min(grid.hopLength(), n / Math.max(1, columns)));
    var power = new double[columns][rows];
    var counts = new int[columns];
    var samples = new float[grid.fftLength()];
    var spectrum = new float[2 * stft.bins()];
    for (long centre = 0; centre < Math.max(1, n); centre += step) {
      int column = (int) Math.min(columns - 1, centre * columns / Math.max(1, n));
      counts[column]++;
      for (short[] channel : sound.samples()) {
        int start = (int) centre - samples.length / 2;
        for (int i = 0; i < samples.length; i++) {
          samples[i] = start + i >= 0 && start + i < n ? channel[start + i] / 32768f : 0;
        }
        stft.frame(samples, 0, samples.length, spectrum);
        addRows(spectrum, grid, lowest, highest, sound.channels(), power[column]);
      }
    }
    for (int column = 0; column < columns; column++) {
      for (int row = 0; row < rows; row++) {
        power[column][row] /= Math.max(1, counts[column]);
      }
      if (counts[column] == 0 && column > 0) {
        power[column] = power[column - 1]; // a sound of fewer samples than columns
      }
    }
    return new LogFrequencySpectrogram(power, lowest, highest, (double) n / sound.sampleRate());
  }

  private static void addRows(
      float[] spectrum,
      AnalysisGrid grid,
      double lowest,
      double highest,
      int channels,
      double[] rows) {
    double unit = grid.fftLength() / 4.0; // a full-scale cosine's height
    double binHz = (double) grid.sampleRate() / grid.fftLength();
    double octaves = Math.log(highest / lowest);
    for (int row = 0; row < rows.length; row++) {
      double from = lowest * Math.exp(octaves * row / rows.length) / binHz;
      double to = lowest * Math.exp(octaves * (row + 1) / rows.length) / binHz;
      int first = (int) Math.round(from);
      int last = Math.max(first, (int) Math.round(to) - 1);
      double most = 0;
      for (int bin = first; bin <= Math.min(last, spectrum.length / 2 - 1); bin++) {
        double re = spectrum[2 * bin] / unit;
        double im = spectrum[2 * bin + 1] / unit;
        most = Math.max(most, re * re + im * im);
      }
      rows[row] += most / channels;
    }
  }

  /// The power in dB of a full-scale tone, painted from −90 (black) to 0.
  public BufferedImage decibels() {
    return paint(decibelColours(), (column, row) -> 10 * Math.log10(power[column][row] + 1e-12));
  }

  static HeatColourMap decibelColours() {
    return new HeatColourMap(-90, 0);
  }

  /// The share of this sound in the sum of both sounds' amplitudes: 0 (black) to 1.
  BufferedImage shareAgainst(LogFrequencySpectrogram other) {
    return paint(
        shareColours(),
        (column, row) -> {
          double mine = Math.sqrt(power[column][row]);
          double sum = mine + Math.sqrt(other.power[column][row]);
          return sum > 0 ? mine / sum : 0;
        });
  }

  static HeatColourMap shareColours() {
    return new HeatColourMap(0, 1);
  }

  /// A picture of values, `[columns][rows]`, row 0 at the bottom.
  static BufferedImage image(HeatColourMap colours, double[][] values) {
    return new LogFrequencySpectrogram(values, 0, 0, 0)
        .paint(colours, (column, row) -> values[column][row]);
  }

  private interface Value {
    double of(int column, int row);
  }

  private BufferedImage paint(HeatColourMap colours, Value value) {
    int rows = power[0].length;
    var image =
        new BufferedImage(
            power.length, rows, BufferedImage.TYPE_BYTE_INDEXED, HeatColourMap.palette());
    for (int column = 0; column < power.length; column++) {
      for (int row = 0; row < rows; row++) {
        image
            .getRaster()
            .setSample(column, rows - 1 - row, 0, colours.indexOf(value.of(column, row)));
      }
    }
    return image;
  }
}
