package dev.isolator.separation;

import dev.isolator.mask.Masking;
import dev.isolator.mask.PhaseRefinement;
import dev.isolator.mask.ShapedMasks;
import dev.isolator.mask.WienerFilter;
import dev.isolator.model.ChunkPlan;
import dev.isolator.spectrum.AnalysisGrid;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/// The network's masks → samples of every stem but the last.
///
/// Each channel transforms the frames of a chunk's core, multiplies them by the masks, and joins
/// them by overlap-add: [ChannelSynthesis], a thread for each channel of a pair. With the Wiener
/// filter, a pair's channels are filtered together in between: [WienerSynthesis].
final class ChunkSynthesis {
  private final ChunkPlan plan;
  private final Workers workers;
  private final int maskedStems;
  private final List<ChannelSynthesis> channels = new ArrayList<>();
  private final Map<ChannelPair, WienerSynthesis> filters = new HashMap<>();
  private final ChannelSynthesis anyPaired;

  /// Samples given away since the last [#rewind].
  private int taken;

  ChunkSynthesis(
      AnalysisGrid grid,
      ChunkPlan plan,
      FloatBuffer mask,
      int stems,
      int gatedStem,
      List<ChannelPair> pairs,
      Masking masking,
      SampleHistory history,
      Workers workers) {
    this.plan = plan;
    this.workers = workers;
    this.maskedStems = stems - 1;
    int lag = lagFrames(masking, grid);
    int room = (plan.coreFrames() + lag) * grid.hopLength() + 2 * grid.fftLength();
    for (int channel = 0; channel < history.channels(); channel++) {
      channels.add(
          new ChannelSynthesis(
              grid, plan, mask, history, masking, gatedStem, channel, maskedStems, room));
    }
    if (masking.wienerIterations() > 0) {
      for (ChannelPair pair : pairs) {
        filters.put(
            pair,
            new WienerSynthesis(
                channelsOf(pair), grid.bins(), stems, masking.wienerIterations(), workers));
      }
    }
    this.anyPaired = channels.get(pairs.getFirst().left());
  }

  /// Frames that come out later than they go in, at the most.
  static int lagFrames(Masking masking, AnalysisGrid grid) {
    int shaped = ShapedMasks.reach(masking.shape(), masking.cleanUp(), layout(grid, 1, 0));
    int filtered = masking.wienerIterations() > 0 ? WienerFilter.WINDOW_FRAMES : 0;
    return shaped + filtered + PhaseRefinement.lagFrames(masking.phaseIterations(), grid);
  }

  /// What the masks of a channel are.
  ///
  /// @param stems without the last
  static ShapedMasks.Layout layout(AnalysisGrid grid, int stems, int vocals) {
    double rate = grid.sampleRate();
    return new ShapedMasks.Layout(
        stems,
        vocals,
        Math.min(grid.bins(), grid.modelBins()),
        rate / grid.fftLength(),
        grid.hopLength() / rate);
  }

  private List<ChannelSynthesis> channelsOf(ChannelPair pair) {
    return pair.isMono()
        ? List.of(channels.get(pair.left()))
        : List.of(channels.get(pair.left()), channels.get(pair.right()));
  }

  /// Applies the masks of a chunk to a pair of channels.
  ///
  /// @param gains what is left of the gated stem in each frame of the core; null = everything
  /// @param said how likely somebody sings in each frame of the core; null = the network does not
  ///   say
  void synthesise(
      long chunk,
      long songFrames,
      ChannelPair pair,
      float @Nullable [] gains,
      float @Nullable [] said) {
    channelsOf(pair).forEach(channel -> channel.gate(gains, said));
    long core = chunk * plan.coreFrames();
    int frames = (int) Math.min(plan.coreFrames(), songFrames - core);
    WienerSynthesis filter = filters.get(pair);
    if (filter != null) {
      filter.synthesise(frames);
      return;
    }
    List<ChannelSynthesis> sides = channelsOf(pair);
    var tasks = new ArrayList<Callable<Void>>();
    for (int side = 0; side < sides.size(); side++) {
      int mine = side;
      int other = pair.isMono() ? 1 : side;
      tasks.add(
          () -> {
            sides.get(mine).synthesise(frames, mine, other);
            return null;
          });
    }
    workers.run(tasks);
  }

  /// No more frames come: the song's last samples become ready.
  void finish() {
    filters.values().forEach(WienerSynthesis::finish);
    if (filters.isEmpty()) {
      channels.forEach(ChannelSynthesis::finishMasks);
    }
    channels.forEach(ChannelSynthesis::finish);
  }

  /// Samples that are ready and were not taken.
  int ready() {
    return anyPaired.ready() - taken;
  }

  /// Gives the next samples of all stems but the last.
  void take(float[][][] stems, int frames) {
    for (int channel = 0; channel < channels.size(); channel++) {
      for (int stem = 0; stem < maskedStems; stem++) {
        System.arraycopy(
            channels.get(channel).samples(stem), taken, stems[stem][channel], 0, frames);
      }
    }
    taken += frames;
  }

  /// Makes room for the next chunk's samples, once all that are ready were taken.
  void rewind() {
    channels.forEach(ChannelSynthesis::rewind);
    taken = 0;
  }
}
