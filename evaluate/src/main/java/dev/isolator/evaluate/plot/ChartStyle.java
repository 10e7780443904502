package dev.isolator.evaluate.plot;

import java.awt.Color;
import java.awt.Font;
import java.awt.Image;
import java.text.NumberFormat;
import java.util.Locale;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.annotations.XYDataImageAnnotation;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.Plot;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.title.PaintScaleLegend;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.xy.XYSeriesCollection;

/// The common look of all charts: white background, time to the right.
final class ChartStyle {
  private static final Font TEXT = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
  static final Color VOICE = new Color(190, 55, 85);
  static final Color WAVE = new Color(45, 60, 120);

  private ChartStyle() {}

  static JFreeChart of(String title, Plot plot) {
    var chart = new JFreeChart(title, new Font(Font.SANS_SERIF, Font.BOLD, 14), plot, false);
    chart.setBackgroundPaint(Color.WHITE);
    chart.setPadding(new RectangleInsets(4, 4, 4, 12));
    return chart;
  }

  static NumberAxis time(double seconds) {
    var axis = new NumberAxis("seconds");
    axis.setRange(0, Math.max(seconds, 1e-3));
    return styled(axis);
  }

  static <A extends ValueAxis> A styled(A axis) {
    axis.setLabelFont(TEXT);
    axis.setTickLabelFont(TEXT);
    return axis;
  }

  /// A chart of a spectrogram's image between its axes, with a colour scale beside it.
  static JFreeChart raster(
      String title,
      LogFrequencySpectrogram raster,
      Image image,
      HeatColourMap colours,
      String unit) {
    var pitch = new LogAxis("Hz");
    pitch.setBase(2);
    pitch.setRange(raster.lowestHz(), raster.highestHz());
    pitch.setLabelFont(TEXT);
    pitch.setTickLabelFont(TEXT);
    pitch.setNumberFormatOverride(NumberFormat.getIntegerInstance(Locale.ROOT));
    pitch.setTickUnit(new NumberTickUnit(1));
    var time = time(raster.seconds());
    var plot = new XYPlot(new XYSeriesCollection(), time, pitch, null);
    plot.addAnnotation(
        new XYDataImageAnnotation(
            image,
            0,
            raster.lowestHz(),
            Math.max(raster.seconds(), 1e-3),
            raster.highestHz() - raster.lowestHz()));
    plot.setDomainGridlinesVisible(false);
    plot.setRangeGridlinesVisible(false);
    var chart = of(title, plot);
    var legend = new PaintScaleLegend(colours, styled(new NumberAxis(unit)));
    legend.setPosition(RectangleEdge.RIGHT);
    legend.setMargin(8, 12, 40, 4);
    chart.addSubtitle(legend);
    return chart;
  }
}
