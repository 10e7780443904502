package dev.isolator.separation;

import dev.isolator.model.ChunkPlan;
import dev.isolator.spectrum.AnalysisGrid;
import dev.isolator.spectrum.Stft;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/// Samples of a pair of channels → the network's input: `[left re, left im, right re, right
/// im][bins] [chunkFrames]`, in the scale of the model's own grid. Frames outside the song are
/// zero, and so are bins that the file's rate does not have.
final class ChunkAnalysis {
  /// Frames that are transformed before they are turned into rows of the tensor: a cache line of
  /// them.
  static final int TILE = 16;

  private final AnalysisGrid grid;
  private final ChunkPlan plan;
  private final FloatBuffer spectrum;
  private final SampleHistory history;
  private final Workers workers;
  private final List<Part> parts = new ArrayList<>();

  ChunkAnalysis(
      AnalysisGrid grid,
      ChunkPlan plan,
      FloatBuffer spectrum,
      SampleHistory history,
      Workers workers) {
    this.grid = grid;
    this.plan = plan;
    this.spectrum = spectrum;
    this.history = history;
    this.workers = workers;
    int tiles = Math.ceilDiv(plan.chunkFrames(), TILE);
    int each = Math.ceilDiv(tiles, workers.count()) * TILE;
    for (int from = 0; from < plan.chunkFrames(); from += each) {
      parts.add(new Part(from, Math.min(plan.chunkFrames(), from + each)));
    }
  }

  /// Fills the network's input for a chunk.
  ///
  /// @param songFrames frames that the song has; those beyond are silence
  /// @param heard what the network hears of that pair; null = the song as it is
  void analyse(long chunk, long songFrames, ChannelPair pair, @Nullable HeardSpectrum heard) {
    long firstFrame = plan.firstFrame(chunk);
    if (heard != null) {
      heard.advance(firstFrame + plan.chunkFrames() - 1, songFrames);
    }
    var tasks = new ArrayList<Callable<Void>>();
    for (Part part : parts) {
      tasks.add(
          () -> {
            part.fill(firstFrame, songFrames, pair.left(), 0, heard);
            if (pair.isMono()) {
              part.fill(firstFrame, songFrames, pair.left(), 1, heard);
            } else {
              part.fill(firstFrame, songFrames, pair.right(), 1, heard);
            }
            return null;
          });
    }
    workers.run(tasks);
  }

  /// Some of a chunk's frames, done by one thread.
  private final class Part {
    private final int from;
    private final int to;
    private final Stft stft = new Stft(grid);
    private final float[][] tile = new float[TILE][2 * grid.bins()];

    Part(int from, int to) {
      this.from = from;
      this.to = to;
    }

    void fill(
        long firstFrame, long songFrames, int channel, int side, @Nullable HeardSpectrum heard) {
      for (int start = from; start < to; start += TILE) {
        int frames = Math.min(TILE, to - start);
        for (int i = 0; i < frames; i++) {
          transform(firstFrame + start + i, songFrames, channel, heard, tile[i]);
        }
        for (int bin = 0; bin < grid.modelBins(); bin++) {
          int re = ((2 * side) * grid.modelBins() + bin) * plan.chunkFrames() + start;
          int im = re + grid.modelBins() * plan.chunkFrames();
          boolean present = bin < grid.bins();
          for (int i = 0; i < frames; i++) {
            spectrum.put(re + i, present ? tile[i][2 * bin] * grid.scale() : 0);
            spectrum.put(im + i, present ? tile[i][2 * bin + 1] * grid.scale() : 0);
          }
        }
      }
    }

    private void transform(
        long frame, long songFrames, int channel, @Nullable HeardSpectrum heard, float[] bins) {
      if (frame < 0 || frame >= songFrames) {
        java.util.Arrays.fill(bins, 0);
        return;
      }
      history.transform(stft, channel, frame, bins);
      if (heard != null) {
        heard.prepare(frame, bins);
      }
    }
  }
}
