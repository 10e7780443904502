package dev.isolator.evaluate.plot;

import dev.isolator.evaluate.metric.Pcm16;
import dev.isolator.voice.VoiceSpan;
import dev.isolator.voice.VoiceTimeline;
import java.awt.Image;
import java.text.NumberFormat;
import java.util.List;
import java.util.Locale;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.annotations.XYDataImageAnnotation;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.CombinedDomainXYPlot;
import org.jfree.chart.plot.IntervalMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.Layer;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/// What each step of a chain does to a sound: one row a step, all of them over the same time.
public final class ChainChart {
  /// How high a row is drawn, in pixels, unless another height is asked for.
  public static final int ROW_PIXELS = 150;

  private static final int COLUMNS = 1000;
  private static final int ROWS = 150;

  private ChainChart() {}

  /// A row.
  public sealed interface Row {
    /// What stands beside it: the step's name.
    String name();
  }

  /// A sound, as a spectrogram.
  public record Spectrum(String name, Pcm16 sound) implements Row {}

  /// The share of the amplitude that the vocals have.
  public record Share(String name, Pcm16 vocals, Pcm16 music) implements Row {}

  /// A picture of values in places of equal distance.
  ///
  /// @param values `[columns][rows]`
  /// @param lowest value that is black
  /// @param highest value that is brightest
  /// @param top of the axis, which begins at 0
  /// @param unit of the axis
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  public record Grid(
      String name, double[][] values, double lowest, double highest, double top, String unit)
      implements Row {}

  /// Lines over time, with a voice shaded.
  ///
  /// @param lines `[lines][points][seconds, value]`
  /// @param lowest end of the axis
  /// @param highest end of the axis
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  public record Lines(
      String name, double[][][] lines, double lowest, double highest, VoiceTimeline voice)
      implements Row {}

  /// Draws the rows from top to bottom.
  ///
  /// @param seconds of the sound
  public static JFreeChart of(List<Row> rows, double seconds, String title) {
    var all = new CombinedDomainXYPlot(ChartStyle.time(seconds));
    all.setGap(10);
    for (Row row : rows) {
      all.add(plot(row, seconds));
    }
    return ChartStyle.of(title, all);
  }

  private static XYPlot plot(Row row, double seconds) {
    return switch (row) {
      case Spectrum(String name, Pcm16 sound) -> {
        var raster = LogFrequencySpectrogram.of(sound, COLUMNS, ROWS);
        yield image(raster.decibels(), pitch(name, raster), seconds);
      }
      case Share(String name, Pcm16 vocals, Pcm16 music) -> {
        var raster = LogFrequencySpectrogram.of(vocals, COLUMNS, ROWS);
        var rest = LogFrequencySpectrogram.of(music, COLUMNS, ROWS);
        yield image(raster.shareAgainst(rest), pitch(name, raster), seconds);
      }
      case Grid grid -> {
        var axis = ChartStyle.styled(new NumberAxis(grid.name + ", " + grid.unit));
        axis.setRange(0, grid.top);
        var colours = new HeatColourMap(grid.lowest, grid.highest);
        yield image(LogFrequencySpectrogram.image(colours, grid.values), axis, seconds);
      }
      case Lines lines -> lines(lines);
    };
  }

  private static LogAxis pitch(String name, LogFrequencySpectrogram raster) {
    var axis = ChartStyle.styled(new LogAxis(name + ", Hz"));
    axis.setBase(4);
    axis.setRange(raster.lowestHz(), raster.highestHz());
    axis.setNumberFormatOverride(NumberFormat.getIntegerInstance(Locale.ROOT));
    axis.setTickUnit(new NumberTickUnit(1));
    return axis;
  }

  private static XYPlot image(Image image, ValueAxis axis, double seconds) {
    var plot = new XYPlot(new XYSeriesCollection(), null, axis, null);
    double from = axis.getLowerBound();
    double to = axis.getUpperBound();
    plot.addAnnotation(
        new XYDataImageAnnotation(image, 0, from, Math.max(seconds, 1e-3), to - from));
    plot.setDomainGridlinesVisible(false);
    plot.setRangeGridlinesVisible(false);
    return plot;
  }

  private static XYPlot lines(Lines lines) {
    var collection = new XYSeriesCollection();
    var renderer = new XYLineAndShapeRenderer(true, false);
    for (int line = 0; line < lines.lines.length; line++) {
      var series = new XYSeries(lines.name + line);
      for (double[] point : lines.lines[line]) {
        series.add(point[0], Math.clamp(point[1], lines.lowest, lines.highest));
      }
      collection.addSeries(series);
      renderer.setSeriesPaint(line, line == 0 ? ChartStyle.WAVE : ChartStyle.VOICE);
    }
    var axis = ChartStyle.styled(new NumberAxis(lines.name));
    axis.setRange(lines.lowest, lines.highest);
    var plot = new XYPlot(collection, null, axis, renderer);
    for (VoiceSpan span : lines.voice.spans()) {
      var marker = new IntervalMarker(span.startSeconds(), span.endSeconds(), ChartStyle.VOICE);
      marker.setAlpha(0.25f);
      plot.addDomainMarker(marker, Layer.BACKGROUND);
    }
    return plot;
  }
}
