package dev.isolator.separation;

import dev.isolator.mask.WienerFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/// A pair of channels whose masked spectra go through the multichannel Wiener filter before they
/// are joined.
final class WienerSynthesis {
  private final List<ChannelSynthesis> channels;
  private final WienerFilter filter;
  private final Workers workers;
  private final int bins;
  private final int stems;
  private final float[][] mix;

  /// `[stem without the last][channel][2 * bins]`
  private final float[][][] estimates;

  /// @param channels one or two
  /// @param stems with the last
  WienerSynthesis(
      List<ChannelSynthesis> channels, int bins, int stems, int iterations, Workers workers) {
    this.channels = channels;
    this.filter = new WienerFilter(channels.size(), bins, stems, iterations);
    this.workers = workers;
    this.bins = bins;
    this.stems = stems - 1;
    this.mix = new float[channels.size()][];
    this.estimates = new float[this.stems][channels.size()][];
  }

  /// Masks, filters and joins the core of a chunk.
  void synthesise(long core, int frames) {
    for (int start = 0; start < frames; start += ChunkAnalysis.TILE) {
      int count = Math.min(ChunkAnalysis.TILE, frames - start);
      for (int channel = 0; channel < channels.size(); channel++) {
        int otherSide = channels.size() == 1 ? 1 : channel;
        channels.get(channel).readMasks(start, count, channel, otherSide);
      }
      for (int i = 0; i < count; i++) {
        add(core + start + i, i);
        if (filter.isFull()) {
          refine();
        }
      }
    }
  }

  private void add(long frame, int i) {
    for (int channel = 0; channel < channels.size(); channel++) {
      ChannelSynthesis synthesis = channels.get(channel);
      synthesis.maskFrame(frame, i);
      mix[channel] = synthesis.spectrum();
      for (int stem = 0; stem < stems; stem++) {
        estimates[stem][channel] = synthesis.masked()[stem];
      }
    }
    filter.add(mix, estimates);
  }

  private void refine() {
    int each = Math.ceilDiv(bins, workers.count());
    var tasks = new ArrayList<Callable<Void>>();
    for (int bin = 0; bin < bins; bin += each) {
      int from = bin;
      tasks.add(
          () -> {
            filter.refine(from, Math.min(bins, from + each));
            return null;
          });
    }
    workers.run(tasks);
    for (int t = 0; t < filter.readyFrames(); t++) {
      for (int stem = 0; stem < stems; stem++) {
        for (int channel = 0; channel < channels.size(); channel++) {
          channels.get(channel).join(stem, filter.ready(stem, t)[channel]);
        }
      }
    }
    filter.advance();
  }

  /// No more frames come: joins what the filter still holds.
  void finish() {
    while (filter.finish()) {
      refine();
    }
  }
}
