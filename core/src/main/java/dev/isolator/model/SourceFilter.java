package dev.isolator.model;

/// The multichannel Wiener filter of Open-Unmix: sharpens the spectra of all sources of a window of
/// frames with what the channels say about where each of them stands.
///
/// With `x` the mix and `y_j` source `j`, vectors of two channels, each round does for every bin:
/// `v_j(t) = mean |y_j|²`, `R_j = Σ_t y_j y_jᴴ / (10⁻¹⁰ + Σ_t v_j)`, `C(t) = Σ_j v_j R_j + 10⁻⁵ I`,
/// `y_j(t) = v_j R_j C⁻¹ x`. All of the window is divided by `max(1, max|x| / 10)` before, and
/// multiplied after. Where nothing is named for it, what the sources leave of the mix is a source
/// too.
///
/// Source: Nugraha, Liutkus and Vincent, IEEE/ACM TASLP 24(9), 2016, with the constants that
/// Open-Unmix has. [dev.isolator.mask] has another one, for networks that answer with masks.
final class SourceFilter {
  private static final double FLOOR = 1e-10;
  private static final double NOISE = 1e-5;
  private static final double LOUDEST = 10;

  private final int iterations;
  private final int named;
  private final int count;
  private final int bins;

  /// `[source][channel][frame][2 * bins]`; grown to the longest window.
  private float[][][][] refined = new float[0][][][];

  /// @param named sources that the network gives
  /// @param withRest whether what they leave is another one
  SourceFilter(int iterations, int named, boolean withRest, int bins) {
    this.iterations = iterations;
    this.named = named;
    this.count = named + (withRest ? 1 : 0);
    this.bins = bins;
  }

  /// Filters the frames of a window.
  ///
  /// @param mix `[2][frames][2 * bins]`
  void refine(SpectralSources sources, float[][][] mix, int from, int to) {
    int frames = to - from;
    if (refined.length == 0 || refined[0][0].length < frames) {
      refined = new float[named][2][frames][2 * bins];
    }
    var spectrum = new double[2 * bins];
    double loudest = 0;
    for (int channel = 0; channel < 2; channel++) {
      for (int t = 0; t < frames; t++) {
        float[] x = mix[channel][from + t];
        for (int f = 0; f < bins; f++) {
          loudest = Math.max(loudest, Math.hypot(x[2 * f], x[2 * f + 1]));
        }
        for (int source = 0; source < named; source++) {
          sources.read(source, channel, from + t, Deviation.NONE, spectrum);
          for (int i = 0; i < spectrum.length; i++) {
            refined[source][channel][t][i] = (float) spectrum[i];
          }
        }
      }
    }
    double scale = Math.max(1, loudest / LOUDEST);
    var bin = new Bin(frames, scale);
    for (int f = 0; f < bins; f++) {
      bin.load(mix, from, f);
      for (int round = 0; round < iterations; round++) {
        bin.refine();
      }
      bin.store(f);
    }
  }

  /// A refined frame of a source.
  ///
  /// @param t from the window's first frame on
  /// @param into `[2 * bins]`, overwritten
  void read(int source, int channel, int t, double[] into) {
    float[] frame = refined[source][channel][t];
    for (int i = 0; i < into.length; i++) {
      into[i] = frame[i];
    }
  }

  /// One bin of all frames of a window: `[frame]` of left re, left im, right re, right im.
  private final class Bin {
    private final int frames;
    private final double scale;
    private final double[][] x;
    private final double[][][] y;
    private final double[][] power;

    /// Left power, right power, re and im of left × right*.
    private final double[][] covariance = new double[count][4];

    Bin(int frames, double scale) {
      this.frames = frames;
      this.scale = scale;
      this.x = new double[frames][4];
      this.y = new double[count][frames][4];
      this.power = new double[count][frames];
    }

    void load(float[][][] mix, int from, int f) {
      for (int t = 0; t < frames; t++) {
        for (int i = 0; i < 4; i++) {
          x[t][i] = mix[i / 2][from + t][2 * f + i % 2] / scale;
          double rest = x[t][i];
          for (int source = 0; source < named; source++) {
            y[source][t][i] = refined[source][i / 2][t][2 * f + i % 2] / scale;
            rest -= y[source][t][i];
          }
          if (count > named) {
            y[named][t][i] = rest;
          }
        }
      }
    }

    void store(int f) {
      for (int source = 0; source < named; source++) {
        for (int t = 0; t < frames; t++) {
          for (int i = 0; i < 4; i++) {
            refined[source][i / 2][t][2 * f + i % 2] = (float) (y[source][t][i] * scale);
          }
        }
      }
    }

    void refine() {
      for (int source = 0; source < count; source++) {
        measure(source);
      }
      for (int t = 0; t < frames; t++) {
        filter(t);
      }
    }

    private void measure(int source) {
      double[] r = covariance[source];
      java.util.Arrays.fill(r, 0);
      double sum = FLOOR;
      for (int t = 0; t < frames; t++) {
        double[] v = y[source][t];
        double left = v[0] * v[0] + v[1] * v[1];
        double right = v[2] * v[2] + v[3] * v[3];
        power[source][t] = (left + right) / 2;
        sum += power[source][t];
        r[0] += left;
        r[1] += right;
        r[2] += v[0] * v[2] + v[1] * v[3];
        r[3] += v[1] * v[2] - v[0] * v[3];
      }
      for (int i = 0; i < 4; i++) {
        r[i] /= sum;
      }
    }

    private void filter(int t) {
      double a = NOISE;
      double d = NOISE;
      double bRe = 0;
      double bIm = 0;
      for (int source = 0; source < count; source++) {
        double v = power[source][t];
        a += v * covariance[source][0];
        d += v * covariance[source][1];
        bRe += v * covariance[source][2];
        bIm += v * covariance[source][3];
      }
      double determinant = a * d - bRe * bRe - bIm * bIm;
      double[] m = x[t];
      // z = C⁻¹ x for C = [a b; b* d]
      double zlRe = (d * m[0] - (bRe * m[2] - bIm * m[3])) / determinant;
      double zlIm = (d * m[1] - (bRe * m[3] + bIm * m[2])) / determinant;
      double zrRe = (a * m[2] - (bRe * m[0] + bIm * m[1])) / determinant;
      double zrIm = (a * m[3] - (bRe * m[1] - bIm * m[0])) / determinant;
      for (int source = 0; source < count; source++) {
        double v = power[source][t];
        double[] r = covariance[source];
        double[] out = y[source][t];
        out[0] = v * (r[0] * zlRe + r[2] * zrRe - r[3] * zrIm);
        out[1] = v * (r[0] * zlIm + r[2] * zrIm + r[3] * zrRe);
        out[2] = v * (r[2] * zlRe + r[3] * zlIm + r[1] * zrRe);
        out[3] = v * (r[2] * zlIm - r[3] * zlRe + r[1] * zrIm);
      }
    }
  }
}
