package dev.isolator.dataset.pair;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/// The response from the vocals to the mix as a mixing desk would make it: one fader and a few
/// bells of an equaliser, fitted to the levels of twelfths of an octave.
///
/// A bell lifts or lowers its part of the band and returns to 0 dB on both sides, so the level that
/// is left when all bells are taken out is the fader's: the gain. Four bells at most, taken one by
/// one while each makes the fit clearly better. A shelf has two levels of its own and cannot be
/// told from a fader and a bell: there, the level is that of the side on which more of the voice
/// lies.
///
/// Source of the bell: Bristow-Johnson, *Cookbook formulae for audio EQ biquad filter
/// coefficients*; of the fit: Levenberg and Marquardt; Huber and Ronchetti, *Robust Statistics*,
/// 7.8 (weights).
///
/// @param faderDb the level without the bells
/// @param bells what the vocals must go through besides, loudest first
record ToneCurve(double faderDb, List<Bell> bells) {
  private static final int MOST_BELLS = 4;
  private static final double LOWEST_HZ = 50;
  private static final double HIGHEST_HZ = 15_000;
  private static final double STEP = Math.pow(2, 1 / 12.0);

  /// Levels are no surer than this, in dB: lossy coding bends them.
  private static final double SURE_DB = 0.03;

  /// No bell falls by more from one twelfth of an octave to the next; the end of an mp3's band
  /// does.
  private static final double STEEP_DB = 2;

  /// Smaller bells are what lossy coding does; they are fitted, but not told.
  private static final double HEARD_DB = 0.2;

  /// A bell must lower the misfit by this share of it, and by this much.
  private static final double WORTH = 0.12;

  private static final double WORTH_LEAST = 12;

  /// What bells are like before one has looked: dB, ln quality, with their spreads.
  private static final double SPREAD_DB = 8;

  private static final double QUALITY = Math.log(1.2);
  private static final double SPREAD_QUALITY = 0.7;

  /// Fits.
  ///
  /// @param power `[bins]`, of the vocals, over the variance of the rest
  /// @param cross cross-spectrum with the mix, interleaved, over the same
  static ToneCurve fit(double[] power, double[] cross, int sampleRate) {
    var levels = Levels.of(power, cross, sampleRate);
    if (levels.count() == 0) {
      return new ToneCurve(0, List.of());
    }
    var problem = new Problem(levels, sampleRate);
    double[] best = problem.improve(new double[] {levels.median()}, 30);
    for (int bells = 1; bells <= MOST_BELLS && 3 * bells + 4 < levels.count(); bells++) {
      double[] more = problem.withBell(best);
      double before = problem.cost(best);
      if (!(problem.cost(more) < Math.min(before * (1 - WORTH), before - WORTH_LEAST))) {
        break;
      }
      best = more;
    }
    var bells = new ArrayList<Bell>();
    for (int b = 1; b < best.length; b += 3) {
      if (Math.abs(best[b + 1]) >= HEARD_DB) {
        bells.add(new Bell(Math.exp(best[b]), best[b + 1], Math.exp(best[b + 2])));
      }
    }
    bells.sort(Comparator.comparingDouble(bell -> -Math.abs(bell.decibels())));
    return new ToneCurve(best[0], List.copyOf(bells));
  }

  /// Levels of twelfths of an octave that hold some of the voice.
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
        // What is over is summed over the bins of a third of an octave; a bin has its share of it.
        double share = 1 / Math.max(1, 0.23 * middle / Math.max(sum, 1e-300));
        double error = 8.686 * Math.sqrt(share / Math.max(sum, 1e-300)) / gain;
        if (gain > 0 && error < 1) {
          hz[n] = middle / sum * sampleRate / size;
          decibels[n] = 20 * Math.log10(gain);
          spread[n++] = Math.hypot(SURE_DB, error);
        }
      }
      n = band(hz, decibels, n);
      return new Levels(Arrays.copyOf(hz, n), Arrays.copyOf(decibels, n), Arrays.copyOf(spread, n));
    }

    /// How many levels lie below the end of a lossy file's band, if it has one.
    private static int band(double[] hz, double[] decibels, int n) {
      for (int i = 1; i < n; i++) {
        if (hz[i] > 5000 && decibels[i] < decibels[i - 1] - STEEP_DB) {
          return i - 1;
        }
      }
      return n;
    }
  }

  /// Decibels of a bell at a frequency; `warp` is the bilinear transform's.
  private static double bell(double[] p, int at, double warped, double sampleRate) {
    double w = warped / Math.tan(Math.PI * Math.min(0.49, Math.exp(p[at]) / sampleRate));
    double a = Math.pow(10, p[at + 1] / 40);
    double width = w / Math.exp(p[at + 2]);
    double away = (1 - w * w) * (1 - w * w);
    return 10 * Math.log10((away + width * width * a * a) / (away + width * width / (a * a)));
  }

  /// Parameters are the fader, then three for each bell.
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
        sum += bell(p, b, warped[band], sampleRate);
      }
      return sum;
    }

    /// Misfits in spreads, then those of the bells from what bells are like.
    private double[] misfits(double[] p) {
      int n = levels.count();
      int bells = p.length / 3;
      var misfits = new double[n + 2 * bells];
      for (int i = 0; i < n; i++) {
        misfits[i] = (levels.decibels[i] - model(p, i)) / levels.spread[i];
      }
      for (int b = 0; b < bells; b++) {
        misfits[n + 2 * b] = p[2 + 3 * b] / SPREAD_DB;
        misfits[n + 2 * b + 1] = (p[3 + 3 * b] - QUALITY) / SPREAD_QUALITY;
      }
      return misfits;
    }

    /// Cauchy's, with a knee at 3 spreads.
    double cost(double[] p) {
      double sum = 0;
      for (double r : misfits(p)) {
        sum += 9 * Math.log1p(r * r / 9);
      }
      return sum;
    }

    /// The best of many places for one bell more: all are tried with the size that suits them, and
    /// from the four that look best all bells are moved; and so they are from each bell split in
    /// two, since one bell between two that are sought would never come off.
    double[] withBell(double[] p) {
      var starts = new ArrayList<double[]>();
      for (double hz = 90; hz < Math.min(14_000, sampleRate * 0.4); hz *= Math.sqrt(2)) {
        for (double quality : new double[] {0.6, 1.5}) {
          starts.add(sized(p, Math.log(hz), Math.log(quality)));
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

    /// Half an octave and a bit to either side, twice as narrow.
    private static double[] split(double[] p, int bell) {
      var two = Arrays.copyOf(p, p.length + 3);
      System.arraycopy(p, bell, two, p.length, 3);
      two[bell] -= 0.45;
      two[p.length] += 0.45;
      two[bell + 2] += Math.log(2);
      two[p.length + 2] += Math.log(2);
      return two;
    }

    /// A bell at that place; its decibels and the fader's by weighted least absolute misfits.
    private double[] sized(double[] p, double lnHz, double lnQuality) {
      var start = Arrays.copyOf(p, p.length + 3);
      start[p.length] = lnHz;
      start[p.length + 1] = 3;
      start[p.length + 2] = lnQuality;
      double[] misfits = misfits(p);
      double weights = 0;
      double shape = 0;
      double square = 0;
      double level = 0;
      double both = 0;
      for (int i = 0; i < levels.count(); i++) {
        double spread = levels.spread[i];
        double weight = 1 / (spread * spread * Math.max(3, Math.abs(misfits[i])));
        double s = bell(start, p.length, warped[i], sampleRate) / 3;
        double y = misfits[i] * spread;
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

    /// Levenberg's and Marquardt's steps; never worse than `p`.
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

    private double[] step(double[] p, double damping) {
      double[] here = misfits(p);
      int n = p.length;
      var slopes = new double[n][];
      for (int j = 0; j < n; j++) {
        var moved = p.clone();
        moved[j] += 1e-5;
        slopes[j] = misfits(moved);
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
