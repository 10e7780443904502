package dev.isolator.separation;

import dev.isolator.mask.MaskShaping;
import dev.isolator.model.ChunkPlan;
import dev.isolator.spectrum.AnalysisGrid;
import dev.isolator.spectrum.OverlapAdd;
import dev.isolator.spectrum.Stft;
import java.nio.FloatBuffer;
import org.jspecify.annotations.Nullable;

/// One channel of the mix and its stems: masks → masked spectra → samples. A channel that is in no
/// pair stays silent in all of them. One thread at a time.
final class ChannelSynthesis {
  private final AnalysisGrid grid;
  private final ChunkPlan plan;
  private final FloatBuffer mask;
  private final SampleHistory history;
  private final MaskShaping shaping;
  private final int index;
  private final Stft stft;
  private final float[] spectrum;

  /// `[stem][2 * bins]`
  private final float[][] masked;

  /// `[frame of the tile][stem][bins that the model knows and the file has]`
  private final float[][][] tile;

  private final OverlapAdd[] joins;

  /// `[stem][samples since the last rewind]`
  private final float[][] samples;

  private final int[] filled;

  /// What the voice gate leaves of the first stem, `[frame of the tile]`; 1 without a gate.
  private final float[] tileGain = new float[ChunkAnalysis.TILE];

  private final int gatedStem;
  private float @Nullable [] gains;

  /// @param gatedStem the stem that [#gate] works on
  /// @param index the channel's
  /// @param stems without the last
  /// @param room samples of a stem between two rewinds, at the most
  ChannelSynthesis(
      AnalysisGrid grid,
      ChunkPlan plan,
      FloatBuffer mask,
      SampleHistory history,
      MaskShaping shaping,
      int gatedStem,
      int index,
      int stems,
      int room) {
    this.grid = grid;
    this.plan = plan;
    this.mask = mask;
    this.history = history;
    this.shaping = shaping;
    this.gatedStem = gatedStem;
    this.index = index;
    this.stft = new Stft(grid);
    this.spectrum = new float[2 * grid.bins()];
    this.masked = new float[stems][2 * grid.bins()];
    this.tile = new float[ChunkAnalysis.TILE][stems][Math.min(grid.bins(), grid.modelBins())];
    this.joins = new OverlapAdd[stems];
    for (int stem = 0; stem < stems; stem++) {
      joins[stem] = new OverlapAdd(stft);
    }
    this.samples = new float[stems][room];
    this.filled = new int[stems];
  }

  /// Forgets the samples that were taken.
  void rewind() {
    java.util.Arrays.fill(filled, 0);
  }

  /// Samples of each stem since the last rewind.
  int ready() {
    return filled[0];
  }

  /// A stem's samples, `[≥ ready()]`.
  float[] samples(int stem) {
    return samples[stem];
  }

  /// The mix's spectrum after [#maskFrame], `[2 * bins]`.
  float[] spectrum() {
    return spectrum;
  }

  /// The stems' spectra after [#maskFrame], `[stems without the last][2 * bins]`.
  float[][] masked() {
    return masked;
  }

  /// Sets what is left of the gated stem in each frame of the next chunk's core, `[≥ core frames]`;
  /// null = everything.
  void gate(float @Nullable [] coreGains) {
    this.gains = coreGains;
  }

  /// Masks and joins the core of a chunk.
  ///
  /// @param frames of the core that the song has
  void synthesise(long core, int frames, int side, int otherSide) {
    for (int start = 0; start < frames; start += ChunkAnalysis.TILE) {
      int count = Math.min(ChunkAnalysis.TILE, frames - start);
      readMasks(start, count, side, otherSide);
      for (int i = 0; i < count; i++) {
        maskFrame(core + start + i, i);
        for (int stem = 0; stem < joins.length; stem++) {
          join(stem, masked[stem]);
        }
      }
    }
  }

  /// Reads masks out of the network's answer, a tile of frames at a time: its frames lie side by
  /// side.
  ///
  /// @param start first frame, in the core
  /// @param count frames, at most a tile
  /// @param side of the mask, 0 = left, 1 = right
  /// @param otherSide the same; or the other one for a channel that was heard on both: its mask is
  ///   the mean of them
  void readMasks(int start, int count, int side, int otherSide) {
    for (int i = 0; i < count; i++) {
      tileGain[i] = gains == null ? 1 : gains[start + i];
    }
    int column = plan.haloBack() + start;
    for (int stem = 0; stem < joins.length; stem++) {
      for (int bin = 0; bin < tile[0][0].length; bin++) {
        int row = row(stem, side, bin) + column;
        for (int i = 0; i < count; i++) {
          tile[i][stem][bin] = mask.get(row + i);
        }
        if (otherSide != side) {
          int otherRow = row(stem, otherSide, bin) + column;
          for (int i = 0; i < count; i++) {
            tile[i][stem][bin] = 0.5f * (tile[i][stem][bin] + mask.get(otherRow + i));
          }
        }
      }
    }
  }

  private int row(int stem, int side, int bin) {
    return ((2 * stem + side) * grid.modelBins() + bin) * plan.chunkFrames();
  }

  /// Transforms a frame of the song and applies the masks of the tile's frame `i`.
  void maskFrame(long frame, int i) {
    history.transform(stft, index, frame, spectrum);
    shaping.shape(tile[i]);
    for (int stem = 0; stem < masked.length; stem++) {
      multiply(tile[i][stem], stem == gatedStem ? tileGain[i] : 1, masked[stem]);
    }
  }

  /// Bins beyond the model's top take the mask of its last bin.
  private void multiply(float[] shares, float gain, float[] product) {
    int known = shares.length;
    for (int bin = 0; bin < known; bin++) {
      float share = shares[bin] * gain;
      product[2 * bin] = spectrum[2 * bin] * share;
      product[2 * bin + 1] = spectrum[2 * bin + 1] * share;
    }
    float top = shares[known - 1] * gain;
    for (int i = 2 * known; i < product.length; i++) {
      product[i] = spectrum[i] * top;
    }
  }

  /// Joins a stem's next frame to its samples.
  void join(int stem, float[] frame) {
    joins[stem].add(frame);
    takeReady(stem);
  }

  /// No more frames come.
  void finish() {
    for (int stem = 0; stem < joins.length; stem++) {
      joins[stem].finish();
      takeReady(stem);
    }
  }

  private void takeReady(int stem) {
    int room = samples[stem].length - filled[stem];
    filled[stem] += joins[stem].take(samples[stem], filled[stem], room);
  }
}
