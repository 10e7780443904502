package dev.isolator.evaluate.plot;

import dev.isolator.evaluate.metric.Pcm16;
import dev.isolator.voice.VoiceSource;
import dev.isolator.voice.VoiceSpan;
import dev.isolator.voice.VoiceTimeline;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.IntervalMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.Layer;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/// Voice activity: the level of the vocal stem every 50 ms, with the spans shaded in which the
/// model, or else the energy of its vocal stem, finds a voice.
public final class VoiceChart {
  private static final double STEP_SECONDS = 0.05;
  private static final double LOWEST_DB = -80;

  private VoiceChart() {}

  /// Draws the activity of a separated voice.
  ///
  /// @param source what the timeline was made from; the title names it
  public static JFreeChart of(
      Pcm16 vocals, VoiceTimeline timeline, VoiceSource source, String title) {
    double[] levels = levels(vocals);
    var series = new XYSeries("voice");
    for (int step = 0; step < levels.length; step++) {
      series.add((step + 0.5) * STEP_SECONDS, levels[step]);
    }
    var renderer = new XYLineAndShapeRenderer(true, false);
    renderer.setSeriesPaint(0, ChartStyle.WAVE);
    var axis = ChartStyle.styled(new NumberAxis("voice, dBFS"));
    axis.setRange(LOWEST_DB, 0);
    var time = ChartStyle.time((double) vocals.frames() / vocals.sampleRate());
    var plot = new XYPlot(new XYSeriesCollection(series), time, axis, renderer);
    mark(timeline, plot);
    return ChartStyle.of("%s: voice by %s".formatted(title, source.words()), plot);
  }

  /// Root mean square of all channels, `[steps]`, dBFS, at least −80.
  static double[] levels(Pcm16 vocals) {
    int step = (int) Math.max(1, Math.round(STEP_SECONDS * vocals.sampleRate()));
    var levels = new double[Math.ceilDiv(vocals.frames(), step)];
    for (int i = 0; i < levels.length; i++) {
      int end = Math.min(vocals.frames(), (i + 1) * step);
      double sum = 0;
      for (short[] channel : vocals.samples()) {
        for (int n = i * step; n < end; n++) {
          double sample = channel[n] / 32768.0;
          sum += sample * sample;
        }
      }
      double mean = sum / ((end - i * step) * vocals.channels());
      levels[i] = Math.max(LOWEST_DB, 10 * Math.log10(mean + 1e-12));
    }
    return levels;
  }

  private static void mark(VoiceTimeline timeline, XYPlot plot) {
    for (VoiceSpan span : timeline.spans()) {
      var marker = new IntervalMarker(span.startSeconds(), span.endSeconds(), ChartStyle.VOICE);
      marker.setAlpha(0.25f);
      plot.addDomainMarker(marker, Layer.BACKGROUND);
    }
  }
}
