package dev.isolator.evaluate.plot;

import dev.isolator.evaluate.metric.Pcm16;
import org.jfree.chart.JFreeChart;

/// What share of the amplitude a separation gave to the voice, over time and pitch.
public final class MaskChart {
  private static final int COLUMNS = 1200;
  private static final int ROWS = 400;

  private MaskChart() {}

  /// Draws a separation.
  ///
  /// @param vocals of the same length and rate as `music`
  public static JFreeChart of(Pcm16 vocals, Pcm16 music, String title) {
    var voice = Raster.of(vocals, COLUMNS, ROWS);
    var rest = Raster.of(music, COLUMNS, ROWS);
    return Charts.raster(
        title, voice, voice.shareAgainst(rest), Raster.shareColours(), "share of the voice");
  }
}
