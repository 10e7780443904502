package dev.isolator.evaluate.plot;

import dev.isolator.evaluate.metric.Pcm16;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.CombinedDomainXYPlot;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.DeviationRenderer;
import org.jfree.data.xy.YIntervalSeries;
import org.jfree.data.xy.YIntervalSeriesCollection;

/// Highest and lowest sample of every stretch of time, one row a channel.
public final class WaveformChart {
  private static final int COLUMNS = 1200;

  private WaveformChart() {}

  /// Draws a sound.
  public static JFreeChart of(Pcm16 sound, String title) {
    double seconds = (double) sound.frames() / sound.sampleRate();
    var rows = new CombinedDomainXYPlot(ChartStyle.time(seconds));
    rows.setGap(16);
    for (int channel = 0; channel < sound.channels(); channel++) {
      rows.add(row(sound, channel));
    }
    return ChartStyle.of(title, rows);
  }

  private static XYPlot row(Pcm16 sound, int channel) {
    var series = new YIntervalSeries("channel " + (channel + 1));
    short[] samples = sound.samples()[channel];
    int columns = Math.min(COLUMNS, samples.length);
    for (int column = 0; column < columns; column++) {
      int from = (int) ((long) column * samples.length / columns);
      int to = (int) ((column + 1L) * samples.length / columns);
      int low = samples[from];
      int high = samples[from];
      for (int i = from; i < to; i++) {
        low = Math.min(low, samples[i]);
        high = Math.max(high, samples[i]);
      }
      double x = (from + to) / 2.0 / sound.sampleRate();
      series.add(x, (low + high) / 65536.0, low / 32768.0, high / 32768.0);
    }
    var collection = new YIntervalSeriesCollection();
    collection.addSeries(series);
    var renderer = new DeviationRenderer(true, false);
    renderer.setSeriesPaint(0, ChartStyle.WAVE);
    renderer.setSeriesFillPaint(0, ChartStyle.WAVE);
    renderer.setAlpha(1);
    var axis =
        ChartStyle.styled(new NumberAxis(sound.channels() == 1 ? "" : "channel " + (channel + 1)));
    axis.setRange(-1, 1);
    return new XYPlot(collection, null, axis, renderer);
  }
}
