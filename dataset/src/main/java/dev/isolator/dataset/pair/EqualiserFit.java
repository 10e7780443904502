package dev.isolator.dataset.pair;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/// The frequency response from the vocals to the mix, modelled as a broadband gain and up to four
/// peaking filters, fitted to the levels of twelfths of an octave.
///
/// A peaking filter returns to 0 dB on both sides of its centre frequency, so the broadband gain is
/// the level of the response without the filters. Filters are added one by one as long as each of
/// them clearly improves the fit. A shelving filter has two levels and cannot be told from a gain
/// with a peaking filter: for such a response the gain is the level of the side that holds more of
/// the vocals' energy.
///
/// Source of the peaking filter: Bristow-Johnson, *Cookbook formulae for audio EQ biquad filter
/// coefficients*; of the fit: Levenberg and Marquardt; Huber and Ronchetti, *Robust Statistics*,
/// 7.8 (weights).
///
/// @param gainDb broadband gain, the level without the filters
/// @param filters what the vocals must pass besides the gain, the largest gain first
record EqualiserFit(double gainDb, List<PeakingFilter> filters) {
  private static final int MOST_FILTERS = 4;
  private static final double LOWEST_HZ = 50;
  private static final double HIGHEST_HZ = 15_000;
  private static final double STEP = Math.pow(2, 1 / 12.0);

  /// Least standard error of a level, in dB: lossy coding changes levels by about as much.
  private static final double LEAST_ERROR_DB = 0.03;

  /// A level that falls by more from one twelfth of an octave to the next is the upper end of a
  /// lossy file's band: no peaking filter is that steep.
  private static final double STEEP_DB = 2;

  /// Filters with a smaller gain model the changes that lossy coding makes. They take part in the
  /// fit and are left out of the result.
  private static final double LEAST_GAIN_DB = 0.2;

  /// A filter is added if it lowers the cost by at least this share of it, and by
  /// [#LEAST_DECREASE].
  private static final double LEAST_SHARE = 0.12;

  private static final double LEAST_DECREASE = 12;

  /// Prior distribution of a filter's gain, in dB around 0, and of the logarithm of its quality:
  /// means and standard deviations.
  private static final double SPREAD_DB = 8;

  private static final double QUALITY = Math.log(1.2);
  private static final double SPREAD_QUALITY = 0.7;

  /// Fits the model.
  ///
  /// @param power power spectrum of the vocals over the variance of the residual, `[bins]`
  /// @param cross cross-spectrum with the mix over the same, interleaved
  static EqualiserFit fit(double[] power, double[] cross, int sampleRate) {
    var levels = Levels.of(power, cross, sampleRate);
    if (levels.count() == 0) {
      return new EqualiserFit(0, List.of());
    }
    var problem = new Problem(levels, sampleRate);
    double[] best = problem.improve(new double[] {levels.median()}, 30);
    for (int filters = 1; filters <= MOST_FILTERS && 3 * filters + 4 < levels.count(); filters++) {
      double[] more = problem.withFilter(best);
      double before = problem.cost(best);
      if (!(problem.cost(more) < Math.min(before * (1 - LEAST_SHARE), before - LEAST_DECREASE))) {
        break;
      }
      best = more;
    }
    var filters = new ArrayList<PeakingFilter>();
    for (int b = 1; b < best.length; b += 3) {
      if (Math.abs(best[b + 1]) >= LEAST_GAIN_DB) {
        filters.add(new PeakingFilter(Math.exp(best[b]), best[b + 1], Math.exp(best[b + 2])));
      }
    }
    filters.sort(Comparator.comparingDouble(filter -> -Math.abs(filter.decibels())));
    return new EqualiserFit(best[0], List.copyOf(filters));
  }

  /// Levels of those twelfths of an octave in which the vocals have energy: centre frequency, level
  /// of the response, and its standard error.
  @SuppressWarnings("ArrayRecordComponent") // a carrier inside this file
  private record Levels(double[] hz, double[] decibels, double[] spread) {
    int count() {
      return hz.length;
    }

    double median() {
      double[] sorted = decibels.clone();
      Arrays.sort(sorted);
      return sorted[sorted.length / 2];
    }

    static Levels of(double[] power, double[] cross, int sampleRate) {
      int size = cross.length - 2;
      var hz = new double[128];
      var decibels = new double[128];
      var spread = new double[128];
      int n = 0;
      double top = Math.min(HIGHEST_HZ, sampleRate * 0.42);
      for (double low = LOWEST_HZ; low < top && n < hz.length; low *= STEP) {
        int from = (int) Math.ceil(low * size / sampleRate);
        int to = Math.min(size / 2, (int) Math.ceil(low * STEP * size / sampleRate));
        double re = 0;
        double im = 0;
        double sum = 0;
        double middle = 0;
        for (int k = from; k < to; k++) {
          re += cross[2 * k];
          im += cross[2 * k + 1];
          sum += power[k];
          middle += power[k] * k;
        }
        double gain = sum > 0 ? Math.hypot(re, im) / sum : 0;
        // The residual is summed over the bins of a third of an octave; a bin has its share of it.
        double share = 1 / Math.max(1, 0.23 * middle / Math.max(sum, 1e-300));
        double error = 8.686 * Math.sqrt(share / Math.max(sum, 1e-300)) / gain;
        if (gain > 0 && error < 1) {
          hz[n] = middle / sum * sampleRate / size;
          decibels[n] = 20 * Math.log10(gain);
          spread[n++] = Math.hypot(LEAST_ERROR_DB, error);
        }
      }
      n = band(hz, decibels, n);
      return new Levels(Arrays.copyOf(hz, n), Arrays.copyOf(decibels, n), Arrays.copyOf(spread, n));
    }

    /// The number of levels below the upper end of a lossy file's band, if it has one.
    private static int band(double[] hz, double[] decibels, int n) {
      for (int i = 1; i < n; i++) {
        if (hz[i] > 5000 && decibels[i] < decibels[i - 1] - STEEP_DB) {
          return i - 1;
        }
      }
      return n;
    }
  }

  /// Gain in dB of the filter whose parameters begin at `p[at]`, at one frequency.
  ///
  /// @param warped the frequency after the bilinear transform's warping, `tan(π f / sampleRate)`
  private static double gainDb(double[] p, int at, double warped, double sampleRate) {
    double w = warped / Math.tan(Math.PI * Math.min(0.49, Math.exp(p[at]) / sampleRate));
    double a = Math.pow(10, p[at + 1] / 40);
    double width = w / Math.exp(p[at + 2]);
    double away = (1 - w * w) * (1 - w * w);
    return 10 * Math.log10((away + width * width * a * a) / (away + width * width / (a * a)));
  }

  /// The cost function and its minimisation. Parameters: the broadband gain in dB, then for each
  /// filter the logarithm of its frequency in Hz, its gain in dB, and the logarithm of its quality.
  private static final class Problem {
    private final Levels levels;
    private final double sampleRate;
    private final double[] warped;

    Problem(Levels levels, int sampleRate) {
      this.levels = levels;
      this.sampleRate = sampleRate;
      this.warped =
          Arrays.stream(levels.hz).map(hz -> Math.tan(Math.PI * hz / sampleRate)).toArray();
    }

    private double model(double[] p, int band) {
      double sum = p[0];
      for (int b = 1; b < p.length; b += 3) {
        sum += gainDb(p, b, warped[band], sampleRate);
      }
      return sum;
    }

    /// Residuals of the levels in standard errors, then those of the filters' gains and qualities
    /// from their prior means, in prior standard deviations.
    private double[] residuals(double[] p) {
      int n = levels.count();
      int filters = p.length / 3;
      var residuals = new double[n + 2 * filters];
      for (int i = 0; i < n; i++) {
        residuals[i] = (levels.decibels[i] - model(p, i)) / levels.spread[i];
      }
      for (int b = 0; b < filters; b++) {
        residuals[n + 2 * b] = p[2 + 3 * b] / SPREAD_DB;
        residuals[n + 2 * b + 1] = (p[3 + 3 * b] - QUALITY) / SPREAD_QUALITY;
      }
      return residuals;
    }

    /// The Cauchy loss of the residuals, with its scale at 3 standard errors.
    double cost(double[] p) {
      double sum = 0;
      for (double r : residuals(p)) {
        sum += 9 * Math.log1p(r * r / 9);
      }
      return sum;
    }

    /// The best fit with one more filter. Candidates are new filters on a grid of frequencies and
    /// qualities, each with the gain that fits best; from the four with the least cost all
    /// parameters are optimised. So they are from each present filter split in two, because a
    /// filter that stands between two true ones is a local minimum.
    double[] withFilter(double[] p) {
      var starts = new ArrayList<double[]>();
      for (double hz = 90; hz < Math.min(14_000, sampleRate * 0.4); hz *= Math.sqrt(2)) {
        for (double quality : new double[] {0.6, 1.5}) {
          starts.add(withGain(p, Math.log(hz), Math.log(quality)));
        }
      }
      starts.sort(Comparator.comparingDouble(this::cost));
      double[] best = p;
      double least = Double.POSITIVE_INFINITY;
      var tries = new ArrayList<>(starts.subList(0, 4));
      for (int b = 1; b < p.length; b += 3) {
        tries.add(split(p, b));
      }
      for (double[] start : tries) {
        double[] tried = improve(start, 12);
        double cost = cost(tried);
        if (cost < least) {
          least = cost;
          best = tried;
        }
      }
      return improve(best, 60);
    }

    /// One filter replaced by two, 0.65 octaves to either side, with twice the quality.
    private static double[] split(double[] p, int filter) {
      var two = Arrays.copyOf(p, p.length + 3);
      System.arraycopy(p, filter, two, p.length, 3);
      two[filter] -= 0.45;
      two[p.length] += 0.45;
      two[filter + 2] += Math.log(2);
      two[p.length + 2] += Math.log(2);
      return two;
    }

    /// The parameters with one more filter at that frequency and quality. Its gain and the change
    /// of the broadband gain come from one step of weighted linear regression.
    private double[] withGain(double[] p, double lnHz, double lnQuality) {
      var start = Arrays.copyOf(p, p.length + 3);
      start[p.length] = lnHz;
      start[p.length + 1] = 3;
      start[p.length + 2] = lnQuality;
      double[] residuals = residuals(p);
      double weights = 0;
      double shape = 0;
      double square = 0;
      double level = 0;
      double both = 0;
      for (int i = 0; i < levels.count(); i++) {
        double spread = levels.spread[i];
        double weight = 1 / (spread * spread * Math.max(3, Math.abs(residuals[i])));
        double s = gainDb(start, p.length, warped[i], sampleRate) / 3;
        double y = residuals[i] * spread;
        weights += weight;
        shape += weight * s;
        square += weight * s * s;
        level += weight * y;
        both += weight * s * y;
      }
      double spreadOfShape = square - shape * shape / weights + 1e-9;
      double decibels = (both - shape * level / weights) / spreadOfShape;
      start[p.length + 1] = Math.clamp(decibels, -12.0, 12.0);
      start[0] += (level - decibels * shape) / weights;
      return start;
    }

    /// Levenberg-Marquardt iterations; the result costs at most as much as `p`.
    double[] improve(double[] p, int steps) {
      double[] best = p.clone();
      double least = cost(best);
      double damping = 1e-2;
      for (int s = 0; s < steps && damping < 1e8; s++) {
        double[] next = step(best, damping);
        double cost = cost(next);
        if (cost < least) {
          boolean done = least - cost < 1e-9 * least;
          best = next;
          least = cost;
          damping = Math.max(1e-9, damping / 5);
          if (done) {
            break;
          }
        } else {
          damping *= 8;
        }
      }
      return best;
    }

    /// One Levenberg-Marquardt step with numerical derivatives.
    private double[] step(double[] p, double damping) {
      double[] here = residuals(p);
      int n = p.length;
      var slopes = new double[n][];
      for (int j = 0; j < n; j++) {
        var moved = p.clone();
        moved[j] += 1e-5;
        slopes[j] = residuals(moved);
        for (int i = 0; i < here.length; i++) {
          slopes[j][i] = (slopes[j][i] - here[i]) / 1e-5;
        }
      }
      var matrix = new DMatrixRMaj(n, n);
      var right = new DMatrixRMaj(n, 1);
      for (int i = 0; i < here.length; i++) {
        double weight = 1 / (1 + here[i] * here[i] / 9);
        for (int j = 0; j < n; j++) {
          for (int k = 0; k < n; k++) {
            matrix.add(j, k, weight * slopes[j][i] * slopes[k][i]);
          }
          right.add(j, 0, -weight * slopes[j][i] * here[i]);
        }
      }
      for (int j = 0; j < n; j++) {
        matrix.set(j, j, matrix.get(j, j) * (1 + damping) + 1e-12);
      }
      var move = new DMatrixRMaj(n, 1);
      var next = p.clone();
      if (!CommonOps_DDRM.solve(matrix, right, move)) {
        return next; // singular: no step, so the damping grows
      }
      for (int j = 0; j < n; j++) {
        next[j] += Math.clamp(move.get(j), -3.0, 3.0);
      }
      for (int b = 1; b < n; b += 3) {
        next[b] = Math.clamp(next[b], Math.log(40), Math.log(Math.min(16_000, sampleRate * 0.45)));
        next[b + 1] = Math.clamp(next[b + 1], -18.0, 18.0);
        next[b + 2] = Math.clamp(next[b + 2], Math.log(0.3), Math.log(8));
      }
      return next;
    }
  }
}
