package dev.isolator.separation;

import dev.isolator.mask.MaskShaping;
import dev.isolator.mask.Masking;
import dev.isolator.mask.PhaseRefinement;
import dev.isolator.mask.ShapedMasks;
import dev.isolator.model.ChunkPlan;
import dev.isolator.spectrum.AnalysisGrid;
import dev.isolator.spectrum.OverlapAdd;
import dev.isolator.spectrum.Stft;
import java.nio.FloatBuffer;
import java.util.Arrays;
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

  /// Shaped masks come out of it later than they go in; null = masks are applied as they are.
  private final @Nullable ShapedMasks shaped;

  /// `[stem][bins that the model knows and the file has]`: what comes out of `shaped`; without it
  /// nothing is kept here.
  private final float[][] shapedMasks;

  private final OverlapAdd[] joins;

  /// In the place of the joins, where phases are refined.
  private final @Nullable PhaseRefinement refinement;

  /// `[stem with the last][2 * bins]`, for the refinement.
  private final float[][] parts;

  /// `[stem][samples since the last rewind]`
  private final float[][] samples;

  private final int[] filled;

  /// What the voice gate leaves of the first stem, `[frame of the tile]`; 1 without a gate.
  private final float[] tileGain = new float[ChunkAnalysis.TILE];

  private final int gatedStem;
  private final boolean broadband;
  private float @Nullable [] gains;
  private float @Nullable [] said;

  /// The gain of the frame that is masked next; that of a shaped mask is in it already.
  private float nextGain = 1;

  /// Without shaping: the masks of the frame that was offered and is not masked; null = of none.
  private float @Nullable [][] offered;

  /// Frames that were masked, and frames that were joined.
  private long maskedFrames;

  private long joinedFrames;

  /// @param gatedStem the stem that [#gate] works on
  /// @param index the channel's
  /// @param stems without the last
  /// @param room samples of a stem between two rewinds, at the most
  ChannelSynthesis(
      AnalysisGrid grid,
      ChunkPlan plan,
      FloatBuffer mask,
      SampleHistory history,
      Masking masking,
      int gatedStem,
      int index,
      int stems,
      int room) {
    this.grid = grid;
    this.plan = plan;
    this.mask = mask;
    this.history = history;
    this.shaping = MaskShaping.of(masking);
    this.broadband = masking.broadband();
    this.gatedStem = gatedStem;
    this.index = index;
    this.stft = new Stft(grid);
    this.spectrum = new float[2 * grid.bins()];
    this.masked = new float[stems][2 * grid.bins()];
    this.tile = new float[ChunkAnalysis.TILE][stems][Math.min(grid.bins(), grid.modelBins())];
    this.shaped =
        ShapedMasks.isWanted(masking.shape(), masking.cleanUp())
            ? new ShapedMasks(
                masking.shape(), masking.cleanUp(), ChunkSynthesis.layout(grid, stems, gatedStem))
            : null;
    this.shapedMasks = new float[shaped == null ? 0 : stems][tile[0][0].length];
    int rounds = masking.phaseIterations();
    this.refinement =
        rounds > 0
            ? new PhaseRefinement(rounds, stems + 1, grid, frame -> history.sample(index, frame))
            : null;
    this.parts = new float[rounds > 0 ? stems + 1 : 0][2 * grid.bins()];
    this.joins = new OverlapAdd[stems];
    for (int stem = 0; stem < stems; stem++) {
      joins[stem] = new OverlapAdd(stft);
    }
    this.samples = new float[stems][room];
    this.filled = new int[stems];
  }

  /// Forgets the samples that were taken.
  void rewind() {
    Arrays.fill(filled, 0);
  }

  /// Samples of each stem since the last rewind.
  int ready() {
    return filled[0];
  }

  /// A stem's samples, `[≥ ready()]`.
  float[] samples(int stem) {
    return samples[stem];
  }

  /// The mix's spectrum after [#maskNext], `[2 * bins]`.
  float[] spectrum() {
    return spectrum;
  }

  /// The stems' spectra after [#maskNext], `[stems without the last][2 * bins]`.
  float[][] masked() {
    return masked;
  }

  /// Sets what is left of the gated stem in each frame of the next chunk's core, `[≥ core frames]`,
  /// null = everything; and how likely somebody sings there, null = the network does not say.
  void gate(float @Nullable [] coreGains, float @Nullable [] coreSaid) {
    this.gains = coreGains;
    this.said = coreSaid;
  }

  /// Masks and joins the core of a chunk.
  ///
  /// @param frames of the core that the song has
  void synthesise(int frames, int side, int otherSide) {
    for (int start = 0; start < frames; start += ChunkAnalysis.TILE) {
      int count = Math.min(ChunkAnalysis.TILE, frames - start);
      readMasks(start, count, side, otherSide);
      for (int i = 0; i < count; i++) {
        offer(i);
        joinMasked();
      }
    }
  }

  private void joinMasked() {
    while (maskNext()) {
      join(masked);
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
    if (broadband && said != null) {
      for (int i = 0; i < count; i++) {
        Arrays.fill(tile[i][gatedStem], gains == null ? said[start + i] : 1);
      }
      return;
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

  /// Offers the masks of the tile's frame `i`, the song's next. Those that were offered before must
  /// have been applied, as far as [#maskNext] does it.
  void offer(int i) {
    shaping.shape(tile[i]);
    if (shaped == null) {
      offered = tile[i];
      nextGain = tileGain[i];
      return;
    }
    if (gatedStem >= 0 && gatedStem < tile[i].length) {
      float[] gated = tile[i][gatedStem];
      for (int bin = 0; bin < gated.length; bin++) {
        gated[bin] *= tileGain[i];
      }
    }
    shaped.add(tile[i]);
  }

  /// Transforms the song's next frame and applies its masks, if they are ready.
  ///
  /// @return false if more masks must be offered first
  boolean maskNext() {
    float[][] masks = offered;
    if (shaped != null) {
      masks = shaped.next(shapedMasks) ? shapedMasks : null;
    }
    if (masks == null) {
      return false;
    }
    offered = null;
    history.transform(stft, index, maskedFrames, spectrum);
    maskedFrames++;
    for (int stem = 0; stem < masked.length; stem++) {
      multiply(masks[stem], stem == gatedStem ? nextGain : 1, masked[stem]);
    }
    return true;
  }

  /// No more masks come: those that wait can be applied.
  void noMoreMasks() {
    if (shaped != null) {
      shaped.finish();
    }
  }

  /// No more masks come: masks and joins what waits.
  void finishMasks() {
    noMoreMasks();
    joinMasked();
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

  /// Joins the stems' next frame to their samples.
  ///
  /// @param frame `[stems without the last][2 * bins]`
  void join(float[][] frame) {
    if (refinement == null) {
      for (int stem = 0; stem < joins.length; stem++) {
        joins[stem].add(frame[stem]);
        takeReady(stem);
      }
      return;
    }
    float[] rest = parts[joins.length];
    history.transform(stft, index, joinedFrames, rest);
    joinedFrames++;
    for (int stem = 0; stem < joins.length; stem++) {
      System.arraycopy(frame[stem], 0, parts[stem], 0, rest.length);
      for (int i = 0; i < rest.length; i++) {
        rest[i] -= frame[stem][i];
      }
    }
    refinement.add(parts);
    takeRefined(refinement);
  }

  /// No more frames come.
  void finish() {
    if (refinement != null) {
      if (joinedFrames > 0) { // a channel that is in no pair stays silent
        refinement.finish();
        takeRefined(refinement);
      }
      return;
    }
    for (int stem = 0; stem < joins.length; stem++) {
      joins[stem].finish();
      takeReady(stem);
    }
  }

  private void takeReady(int stem) {
    int room = samples[stem].length - filled[stem];
    filled[stem] += joins[stem].take(samples[stem], filled[stem], room);
  }

  private void takeRefined(PhaseRefinement refined) {
    int count = Math.min(refined.ready(), samples[0].length - filled[0]);
    for (int stem = 0; stem < joins.length; stem++) {
      refined.take(stem, samples[stem], filled[stem], count);
      filled[stem] += count;
    }
    refined.forget(count);
  }
}
