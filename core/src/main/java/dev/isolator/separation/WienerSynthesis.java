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

  /// `[stem without the last][2 * bins]`
  private final float[][] filtered;

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
    this.filtered = new float[this.stems][];
    this.estimates = new float[this.stems][channels.size()][];
  }

  /// Masks, filters and joins the core of a chunk.
  void synthesise(int frames) {
    for (int start = 0; start < frames; start += ChunkAnalysis.TILE) {
      int count = Math.min(ChunkAnalysis.TILE, frames - start);
      for (int channel = 0; channel < channels.size(); channel++) {
        int otherSide = channels.size() == 1 ? 1 : channel;
        channels.get(channel).readMasks(start, count, channel, otherSide);
      }
      for (int i = 0; i < count; i++) {
        for (ChannelSynthesis channel : channels) {
          channel.offer(i);
        }
        addMasked();
      }
    }
  }

  /// Adds the frames whose masks are ready; all channels have the same number of them.
  private void addMasked() {
    while (channels.stream().allMatch(ChannelSynthesis::maskNext)) {
      add();
      if (filter.isFull()) {
        refine();
      }
    }
  }

  private void add() {
    for (int channel = 0; channel < channels.size(); channel++) {
      ChannelSynthesis synthesis = channels.get(channel);
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
      for (int channel = 0; channel < channels.size(); channel++) {
        for (int stem = 0; stem < stems; stem++) {
          filtered[stem] = filter.ready(stem, t)[channel];
        }
        channels.get(channel).join(filtered);
      }
    }
    filter.advance();
  }

  /// No more frames come: joins what the filter still holds.
  void finish() {
    channels.forEach(ChannelSynthesis::noMoreMasks);
    addMasked();
    while (filter.finish()) {
      refine();
    }
  }
}
