package dev.isolator.live;

import dev.isolator.model.Accelerator;
import dev.isolator.model.ChunkModel;
import dev.isolator.model.ModelCatalogue;
import dev.isolator.model.ModelException;
import dev.isolator.spectrum.AnalysisGrid;
import dev.isolator.spectrum.Stft;
import java.util.Arrays;

/// The plain twin: the masks of a whole song at once, by the graph for chunks, and then windows,
/// masks and overlap-add as in the papers, nothing in rings.
final class OfflineTwin {
  private OfflineTwin() {}

  /// The first stem of a short song.
  ///
  /// @return `[channels][frames]`
  static float[][] firstStem(ModelCatalogue.Entry entry, float[][] song, LiveSettings settings)
      throws ModelException {
    try (var model = (ChunkModel) entry.open(1, Accelerator.CPU)) {
      var trained = model.contract().grid();
      var grid =
          AnalysisGrid.of(
              trained.sampleRate(),
              trained.fftLength(),
              trained.hopLength(),
              settings.sampleRate());
      int columns = model.contract().chunkFrames();
      int halo = model.contract().reach().haloBack();
      int n = song[0].length;
      int frames = Math.ceilDiv(n + grid.fftLength() / 2, grid.hopLength()) + 1;
      if (halo + frames + model.contract().reach().lookAheadFrames() > columns) {
        throw new IllegalArgumentException("a song of at most one chunk, please");
      }
      fill(model, grid, song, halo, columns, frames);
      model.run();
      var stem = new float[song.length][n];
      for (int channel = 0; channel < song.length; channel++) {
        stem[channel] = channel(model, grid, settings, song, channel, halo, columns, frames);
      }
      return stem;
    }
  }

  private static void fill(
      ChunkModel model, AnalysisGrid grid, float[][] song, int halo, int columns, int frames) {
    var stft = new Stft(grid);
    var spectrum = new float[2 * grid.bins()];
    for (int side = 0; side < 2; side++) {
      float[] channel = song[Math.min(side, song.length - 1)];
      for (int t = 0; t < frames; t++) {
        stft.frame(channel, t * grid.hopLength() - grid.fftLength() / 2, channel.length, spectrum);
        for (int bin = 0; bin < Math.min(grid.bins(), grid.modelBins()); bin++) {
          int re = (2 * side * grid.modelBins() + bin) * columns + halo + t;
          model.spectrum().put(re, spectrum[2 * bin] * grid.scale());
          int im = re + grid.modelBins() * columns;
          model.spectrum().put(im, spectrum[2 * bin + 1] * grid.scale());
        }
      }
    }
  }

  private static float[] channel(
      ChunkModel model,
      AnalysisGrid grid,
      LiveSettings settings,
      float[][] song,
      int channel,
      int halo,
      int columns,
      int frames) {
    var window = SynthesisWindow.of(settings.latency(), grid.fftLength(), grid.hopLength());
    int length = grid.fftLength();
    int n = song[channel].length;
    var sum = new double[n + 2 * length];
    boolean second = settings.latency().hasSecondAnalysis();
    long end = second ? window.hop() : length / 2;
    for (; end < n + length; end += window.hop()) {
      int frame = (int) Math.floorDiv(end - length / 2, (long) grid.hopLength());
      if (frame < 0 || frame >= frames) {
        continue;
      }
      double[] samples = new double[length + 2];
      for (int i = 0; i < length; i++) {
        long place = end - length + i;
        samples[i] =
            place < 0 || place >= n ? 0 : song[channel][(int) place] * window.analysis()[i];
      }
      double[] masked = Arrays.copyOf(samples, length);
      masked = maskedSamples(model, grid, masked, song.length, channel, halo + frame, columns);
      for (int i = 0; i < length; i++) {
        long place = end - length + i;
        if (place >= 0) {
          sum[(int) place] += masked[i] * window.synthesis()[i];
        }
      }
    }
    var stem = new float[n];
    for (int i = 0; i < n; i++) {
      stem[i] = (float) sum[i];
    }
    return stem;
  }

  private static double[] maskedSamples(
      ChunkModel model,
      AnalysisGrid grid,
      double[] samples,
      int channels,
      int channel,
      int column,
      int columns) {
    var fft = dev.isolator.spectrum.RealFft.of(grid.fftLength());
    double[] bins = Arrays.copyOf(samples, grid.fftLength() + 2);
    fft.forward(bins);
    for (int bin = 0; bin < grid.bins(); bin++) {
      int known = Math.min(bin, Math.min(grid.bins(), grid.modelBins()) - 1);
      double share = model.mask().get((channel * grid.modelBins() + known) * columns + column);
      if (channels == 1) {
        double other = model.mask().get((grid.modelBins() + known) * columns + column);
        share = 0.5 * (share + other);
      }
      bins[2 * bin] *= share;
      bins[2 * bin + 1] *= share;
    }
    fft.inverse(bins);
    return bins;
  }
}
