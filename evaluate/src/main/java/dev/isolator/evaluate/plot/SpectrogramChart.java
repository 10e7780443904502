package dev.isolator.evaluate.plot;

import dev.isolator.evaluate.metric.Pcm16;
import org.jfree.chart.JFreeChart;

/// Level over time and pitch: 93-ms windows, the loudest bin of each pixel, channels averaged.
public final class SpectrogramChart {
  private static final int COLUMNS = 1200;
  private static final int ROWS = 400;

  private SpectrogramChart() {}

  /// Draws a sound.
  public static JFreeChart of(Pcm16 sound, String title) {
    var raster = Raster.of(sound, COLUMNS, ROWS);
    return Charts.raster(title, raster, raster.decibels(), Raster.decibelColours(), "dBFS");
  }
}
