package dev.isolator.train.loss;

import dev.isolator.spectrum.AnalysisGrid;
import dev.isolator.train.data.Mix;
import dev.isolator.train.data.PcmFile;
import dev.isolator.train.family.Architecture;
import dev.isolator.train.torch.Tensors;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/// A batch in the frequency domain.
///
/// @param stems `[batch][stems][2][2][bins][frames]`: channel, then re and im
/// @param rms of each mixture's samples, at least 1e-4
/// @param partsKnown of each mix
@SuppressWarnings("ArrayRecordComponent") // a carrier between stages: never compared or hashed
public record Spectra(Tensor stems, float[] rms, boolean[] partsKnown) {

  /// The grid that an architecture's spectra have on training sound, which is at
  /// [PcmFile#SAMPLE_RATE]: as core lays it for songs of that rate.
  public static AnalysisGrid grid(Architecture architecture) {
    return AnalysisGrid.of(
        architecture.sampleRate(),
        architecture.fftLength(),
        architecture.hopLength(),
        PcmFile.SAMPLE_RATE);
  }

  /// Samples that give so many frames, each under a whole window.
  public static int samples(Architecture architecture, int frames) {
    var grid = grid(architecture);
    return (frames - 1) * grid.hopLength() + grid.fftLength();
  }

  /// Transforms a batch. Frame 0's window starts with sample 0.
  ///
  /// @param window periodic Hann, as long as the grid's frames
  public static Spectra of(Architecture architecture, Mix[] mixes, Tensor window) {
    int stems = mixes[0].stems().length;
    int n = mixes[0].stems()[0][0].length;
    var flat = new float[mixes.length * stems * 2 * n];
    var rms = new float[mixes.length];
    var partsKnown = new boolean[mixes.length];
    int at = 0;
    for (int b = 0; b < mixes.length; b++) {
      for (float[][] stem : mixes[b].stems()) {
        for (float[] channel : stem) {
          System.arraycopy(channel, 0, flat, at, n);
          at += n;
        }
      }
      rms[b] = rms(mixes[b].mixture());
      partsKnown[b] = mixes[b].partsKnown();
    }
    var grid = grid(architecture);
    var signal = Tensors.of(flat, (long) mixes.length * stems * 2, n);
    var complex =
        torch.stft(
            signal,
            grid.fftLength(),
            new LongOptional(grid.hopLength()),
            new LongOptional(grid.fftLength()),
            new TensorOptional(window),
            false,
            "constant",
            false,
            new BoolOptional(true),
            new BoolOptional(true),
            new BoolOptional());
    long bins = architecture.bins();
    long frames = complex.size(2);
    var known = complex.narrow(1, 0, bins);
    var scaled = grid.scale() == 1 ? known : known.mul(new Scalar(grid.scale()));
    var spectra =
        torch
            .view_as_real(scaled)
            .view(mixes.length, stems, 2, bins, frames, 2)
            .permute(0, 1, 2, 5, 3, 4)
            .contiguous();
    return new Spectra(spectra, rms, partsKnown);
  }

  /// The mixtures, `[batch][4][bins][frames]`: the model contract's input.
  public Tensor mixture() {
    return stems.sum(1).view(stems.size(0), 4, stems.size(4), stems.size(5));
  }

  private static float rms(float[][] signal) {
    double power = 0;
    for (float[] channel : signal) {
      for (float x : channel) {
        power += (double) x * x;
      }
    }
    return (float) Math.max(1e-4, Math.sqrt(power / (2.0 * signal[0].length)));
  }
}
