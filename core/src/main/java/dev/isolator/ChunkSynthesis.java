package dev.isolator;

import dev.isolator.mask.MaskShaping;
import dev.isolator.mask.Masking;
import dev.isolator.model.ChunkPlan;
import dev.isolator.spectrum.AnalysisGrid;
import dev.isolator.spectrum.OverlapAdd;
import dev.isolator.spectrum.Stft;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/// The network's masks → samples of every stem but the last.
///
/// Each channel transforms the frames of a chunk's core, multiplies them by the masks, and joins
/// them by overlap-add. Bins beyond the model's top take the mask of its last bin, so nothing is
/// cut.
final class ChunkSynthesis {
  private final AnalysisGrid grid;
  private final ChunkPlan plan;
  private final FloatBuffer mask;
  private final int maskedStems;
  private final SampleHistory history;
  private final Workers workers;
  private final MaskShaping shaping;
  private final List<Channel> channels = new ArrayList<>();

  /// Samples of this chunk that [#take] has given away.
  private int taken;

  ChunkSynthesis(
      AnalysisGrid grid,
      ChunkPlan plan,
      FloatBuffer mask,
      int stems,
      int channelCount,
      Masking masking,
      SampleHistory history,
      Workers workers) {
    this.grid = grid;
    this.plan = plan;
    this.mask = mask;
    this.maskedStems = stems - 1;
    this.history = history;
    this.workers = workers;
    this.shaping = MaskShaping.of(masking);
    for (int channel = 0; channel < channelCount; channel++) {
      channels.add(new Channel(channel));
    }
  }

  /// Samples of every stem that are final once so many chunks of a song of so many frames are done.
  long readyTo(long chunks, long songFrames) {
    long frames = Math.min(songFrames, chunks * plan.coreFrames());
    return Math.max(0, frames * grid.hopLength() - grid.fftLength() / 2);
  }

  /// Applies the masks of a chunk to a pair of channels.
  void synthesise(long chunk, long songFrames, ChannelPair pair) {
    var tasks = new ArrayList<Callable<Void>>();
    tasks.add(
        () -> {
          channels.get(pair.left()).synthesise(chunk, songFrames, 0, pair.isMono() ? 1 : 0);
          return null;
        });
    if (!pair.isMono()) {
      tasks.add(
          () -> {
            channels.get(pair.right()).synthesise(chunk, songFrames, 1, 1);
            return null;
          });
    }
    workers.run(tasks);
  }

  /// No more frames come: the song's last samples become ready.
  void finish() {
    channels.forEach(Channel::finish);
  }

  /// Goes back to the first sample that was not given away in an earlier chunk.
  void rewind() {
    taken = 0;
  }

  /// Gives the next samples of all stems but the last.
  void take(float[][][] stems, int frames) {
    for (int channel = 0; channel < channels.size(); channel++) {
      for (int stem = 0; stem < maskedStems; stem++) {
        System.arraycopy(
            channels.get(channel).samples[stem], taken, stems[stem][channel], 0, frames);
      }
    }
    taken += frames;
  }

  /// One channel and its stems. A channel that is in no pair stays silent in all of them.
  private final class Channel {
    private final int index;
    private final Stft stft = new Stft(grid);
    private final float[] spectrum = new float[2 * grid.bins()];
    private final float[] masked = new float[2 * grid.bins()];
    private final float[][][] tile =
        new float[ChunkAnalysis.TILE][maskedStems][Math.min(grid.bins(), grid.modelBins())];
    private final OverlapAdd[] joins = new OverlapAdd[maskedStems];
    private final float[][] samples =
        new float[maskedStems][plan.coreFrames() * grid.hopLength() + 2 * grid.fftLength()];
    private int filled;

    Channel(int index) {
      this.index = index;
      for (int stem = 0; stem < maskedStems; stem++) {
        joins[stem] = new OverlapAdd(new Stft(grid));
      }
    }

    /// @param side of the mask, 0 = left, 1 = right
    /// @param otherSide the same, or the other one for a channel that was heard on both: its mask
    ///   is the mean
    void synthesise(long chunk, long songFrames, int side, int otherSide) {
      filled = 0;
      long core = chunk * plan.coreFrames();
      int count = (int) Math.min(plan.coreFrames(), songFrames - core);
      for (int start = 0; start < count; start += ChunkAnalysis.TILE) {
        int frames = Math.min(ChunkAnalysis.TILE, count - start);
        readMasks(plan.haloBack() + start, frames, side, otherSide);
        for (int i = 0; i < frames; i++) {
          separateFrame(core + start + i, tile[i]);
        }
      }
    }

    private void readMasks(int column, int frames, int side, int otherSide) {
      for (int stem = 0; stem < maskedStems; stem++) {
        for (int bin = 0; bin < tile[0][0].length; bin++) {
          int row = row(stem, side, bin) + column;
          for (int i = 0; i < frames; i++) {
            tile[i][stem][bin] = mask.get(row + i);
          }
          if (otherSide != side) {
            int otherRow = row(stem, otherSide, bin) + column;
            for (int i = 0; i < frames; i++) {
              tile[i][stem][bin] = 0.5f * (tile[i][stem][bin] + mask.get(otherRow + i));
            }
          }
        }
      }
    }

    private int row(int stem, int side, int bin) {
      return ((2 * stem + side) * grid.modelBins() + bin) * plan.chunkFrames();
    }

    private void separateFrame(long frame, float[][] masks) {
      int start = history.indexOf(frame * grid.hopLength() - grid.fftLength() / 2);
      stft.frame(history.channel(index), start, history.count(), spectrum);
      shaping.shape(masks);
      int before = filled;
      for (int stem = 0; stem < maskedStems; stem++) {
        multiply(masks[stem]);
        joins[stem].add(masked);
        filled = before + joins[stem].take(samples[stem], before, Integer.MAX_VALUE);
      }
    }

    private void multiply(float[] shares) {
      int known = shares.length;
      for (int bin = 0; bin < known; bin++) {
        masked[2 * bin] = spectrum[2 * bin] * shares[bin];
        masked[2 * bin + 1] = spectrum[2 * bin + 1] * shares[bin];
      }
      float top = shares[known - 1];
      for (int i = 2 * known; i < masked.length; i++) {
        masked[i] = spectrum[i] * top;
      }
    }

    void finish() {
      filled = 0;
      for (int stem = 0; stem < maskedStems; stem++) {
        joins[stem].finish();
        joins[stem].take(samples[stem], 0, Integer.MAX_VALUE);
      }
    }
  }
}
