package dev.isolator.evaluate.plot;

import dev.isolator.evaluate.metric.Pcm16;
import org.jfree.chart.JFreeChart;

/// The share of the amplitude that a separation gave to the voice, over time and frequency.
public final class MaskChart {
  private static final int COLUMNS = 1200;
  private static final int ROWS = 400;

  private MaskChart() {}

  /// Draws a separation.
  ///
  /// @param vocals of the same length and rate as `music`
  public static JFreeChart of(Pcm16 vocals, Pcm16 music, String title) {
    var voice = LogFrequencySpectrogram.of(vocals, COLUMNS, ROWS);
    var rest = LogFrequencySpectrogram.of(music, COLUMNS, ROWS);
    return ChartStyle.raster(
        title,
        voice,
        voice.shareAgainst(rest),
        LogFrequencySpectrogram.shareColours(),
        "share of the voice");
  }
}
