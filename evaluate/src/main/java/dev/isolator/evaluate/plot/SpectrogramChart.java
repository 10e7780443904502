package dev.isolator.evaluate.plot;

import dev.isolator.evaluate.metric.Pcm16;
import org.jfree.chart.JFreeChart;

/// A spectrogram: level over time and frequency, windows of 93 ms, the loudest bin of each pixel,
/// channels averaged.
public final class SpectrogramChart {
  private static final int COLUMNS = 1200;
  private static final int ROWS = 400;

  private SpectrogramChart() {}

  /// Draws a sound.
  public static JFreeChart of(Pcm16 sound, String title) {
    var raster = LogFrequencySpectrogram.of(sound, COLUMNS, ROWS);
    return ChartStyle.raster(
        title, raster, raster.decibels(), LogFrequencySpectrogram.decibelColours(), "dBFS");
  }
}
