package dev.isolator.dataset.pair;

import dev.isolator.spectrum.RealFft;
import java.util.Arrays;
import java.util.stream.IntStream;

/// Weighted power spectrum of the vocals and cross-spectrum with the mix, summed over blocks of
/// about 0.19 s, separately for even and odd blocks, so that a filter that was fitted to one half
/// can be tested on the other (cross-validation).
///
/// The weight of a tile (block × third of an octave) is the inverse of the residual energy that the
/// last fit left there, as in generalised least squares: tiles in which the voice is alone weigh
/// most.
///
/// @param size the FFT length
/// @param vocals `[2][size / 2 + 1]`, `Σ w |A|²` of even and odd blocks
/// @param cross `[2][size + 2]`, `Σ w conj(A) M`, interleaved
/// @param left `Σ w |M|²` of even and odd blocks, `[2]`
@SuppressWarnings("ArrayRecordComponent") // a carrier between stages: never compared or hashed
record CrossSpectra(int size, double[][] vocals, double[][] cross, double[] left) {
  private static final double BLOCK_SECONDS = 0.186;

  /// Number of blocks that are used where not all are.
  private static final int SAMPLED = 512;

  private static final int SAMPLED_FOR_FLOORS = 200;

  static int sizeAt(int sampleRate) {
    return FftCache.lengthFor((int) Math.round(sampleRate * BLOCK_SECONDS) - 16);
  }

  /// Measures the spectra.
  ///
  /// @param vocals `[channels][frames]`, on the mix's time line
  /// @param mix `[channels][frames]`
  /// @param response spectrum of the filter fitted so far, interleaved, `[size + 2]`; all 0 for
  ///   none, when tiles are weighted by their band's mean alone
  /// @param all whether all blocks are used; else pairs of blocks spread over the song, together 48
  ///   s at 44.1 kHz, which is enough for the weights
  static CrossSpectra of(
      float[][] vocals, float[][] mix, int sampleRate, double[] response, boolean all) {
    int size = sizeAt(sampleRate);
    int hop = size / 2;
    int blocks = Math.max(1, mix[0].length / hop);
    int every = all ? 1 : Math.max(1, blocks / SAMPLED);
    int[] edges = edges(size, sampleRate);
    boolean first = Arrays.stream(response).allMatch(x -> x == 0);
    double[] floor = floors(vocals, mix, size, edges, response, first);
    int parts = 16;
    var sums =
        IntStream.range(0, parts)
            .parallel()
            .mapToObj(
                part -> {
                  var worker = new Worker(size, edges, floor, response, first);
                  for (int b = blocks * part / parts; b < blocks * (part + 1) / parts; b++) {
                    for (int c = 0; c < mix.length && b / 2 % every == 0; c++) {
                      worker.add(vocals[c], mix[c], b * hop, b & 1);
                    }
                  }
                  return worker.sums;
                })
            .toList();
    var total = empty(size);
    sums.forEach(total::add); // in order: the same sum at any number of threads
    return total;
  }

  /// Power of the vocals in one half (0 or 1) or in both (2).
  double[] vocalPower(int half) {
    return half < 2 ? vocals[half] : plus(vocals[0], vocals[1]);
  }

  /// Cross-spectrum in one half (0 or 1) or in both (2).
  double[] crossPower(int half) {
    return half < 2 ? cross[half] : plus(cross[0], cross[1]);
  }

  private static double[] plus(double[] a, double[] b) {
    var sum = new double[a.length];
    Arrays.setAll(sum, i -> a[i] + b[i]);
    return sum;
  }

  private static CrossSpectra empty(int size) {
    return new CrossSpectra(
        size, new double[2][size / 2 + 1], new double[2][size + 2], new double[2]);
  }

  private void add(CrossSpectra other) {
    for (int h = 0; h < 2; h++) {
      for (int i = 0; i < vocals[h].length; i++) {
        vocals[h][i] += other.vocals[h][i];
      }
      for (int i = 0; i < cross[h].length; i++) {
        cross[h][i] += other.cross[h][i];
      }
      left[h] += other.left[h];
    }
  }

  private static int[] edges(int size, int sampleRate) {
    var edges = new int[40];
    int n = 0;
    edges[n++] = 1;
    for (double hz = 100; hz < sampleRate / 2.0 && n < 39; hz *= 1.26) {
      int bin = (int) Math.round(hz * size / sampleRate);
      if (bin > edges[n - 1]) {
        edges[n++] = bin;
      }
    }
    edges[n++] = size / 2;
    return Arrays.copyOf(edges, n);
  }

  /// Least residual energy of a tile in each band: for the first fit the mean energy of the mix,
  /// then 30 dB below that of the filtered vocals.
  private static double[] floors(
      float[][] vocals, float[][] mix, int size, int[] edges, double[] response, boolean first) {
    int step = Math.max(size, mix[0].length / SAMPLED_FOR_FLOORS);
    int count = Math.max(0, Math.floorDiv(mix[0].length - size, step) + 1);
    var hann = new FrameCutter(size);
    var powers =
        IntStream.range(0, count)
            .parallel()
            .mapToObj(
                t -> {
                  var data = new double[size + 2];
                  hann.cut(first ? mix[0] : vocals[0], t * step, data);
                  FftCache.of(size).forward(data);
                  return bands(data, edges, response, first);
                })
            .toList();
    var floors = new double[edges.length - 1];
    for (double[] one : powers) { // in order: the same sum at any number of threads
      for (int b = 0; b < floors.length; b++) {
        floors[b] += one[b];
      }
    }
    for (int b = 0; b < floors.length; b++) {
      floors[b] = floors[b] / Math.max(1, count) * (first ? 1 : 1e-3) + 1e-12;
    }
    return floors;
  }

  private static double[] bands(double[] data, int[] edges, double[] response, boolean first) {
    var sums = new double[edges.length - 1];
    for (int b = 0; b < sums.length; b++) {
      for (int k = edges[b]; k < edges[b + 1]; k++) {
        sums[b] += power(data, k) * (first ? 1 : power(response, k));
      }
    }
    return sums;
  }

  private static double power(double[] spectrum, int k) {
    return spectrum[2 * k] * spectrum[2 * k] + spectrum[2 * k + 1] * spectrum[2 * k + 1];
  }

  private static final class Worker {
    private final RealFft fft;
    private final FrameCutter hann;
    private final int[] edges;
    private final double[] floor;
    private final double[] response;
    private final boolean first;
    private final double[] a;
    private final double[] m;
    private final CrossSpectra sums;

    Worker(int size, int[] edges, double[] floor, double[] response, boolean first) {
      this.fft = FftCache.of(size);
      this.hann = new FrameCutter(size);
      this.edges = edges;
      this.floor = floor;
      this.response = response;
      this.first = first;
      this.a = new double[size + 2];
      this.m = new double[size + 2];
      this.sums = empty(size);
    }

    void add(float[] vocals, float[] mix, int start, int half) {
      double energy = hann.cut(vocals, start, a);
      if (!(energy > fft.length() * 1e-10)) {
        return;
      }
      hann.cut(mix, start, m);
      fft.forward(a);
      fft.forward(m);
      double[] power = sums.vocals[half];
      double[] cross = sums.cross[half];
      for (int b = 0; b + 1 < edges.length; b++) {
        double weight = 1 / (floor[b] + (first ? 0 : left(edges[b], edges[b + 1])));
        sums.left[half] += weight * add(weight, edges[b], edges[b + 1], power, cross);
      }
    }

    /// Adds a tile and returns the mix's energy in it.
    private double add(double weight, int from, int to, double[] power, double[] cross) {
      double energy = 0;
      for (int k = from; k < to; k++) {
        double ar = a[2 * k];
        double ai = a[2 * k + 1];
        double mr = m[2 * k];
        double mi = m[2 * k + 1];
        power[k] += weight * (ar * ar + ai * ai);
        cross[2 * k] += weight * (ar * mr + ai * mi);
        cross[2 * k + 1] += weight * (ar * mi - ai * mr);
        energy += mr * mr + mi * mi;
      }
      return energy;
    }

    /// Residual energy of a tile: the mix minus the filtered vocals.
    private double left(int from, int to) {
      double sum = 0;
      for (int k = from; k < to; k++) {
        double re = m[2 * k] - a[2 * k] * response[2 * k] + a[2 * k + 1] * response[2 * k + 1];
        double im = m[2 * k + 1] - a[2 * k] * response[2 * k + 1] - a[2 * k + 1] * response[2 * k];
        sum += re * re + im * im;
      }
      return sum;
    }
  }
}
