package dev.isolator.spark.mask;

import dev.isolator.model.Grid;

/// The rows in which a frame's masks are kept: one for each bin of the network's grid, or one for
/// each of the bands that the masks of the built-in families are made on.
///
/// Bands stand on every bin up to 1.5 kHz, then 24 an octave, the last one on the top bin; a bin's
/// mask lies on the straight line between the two bands around it. So nothing is lost where a
/// network's masks are made that way, and the rows are the bands' values: the least-squares fit
/// through the bins, whose normal equations are tridiagonal. Immutable; any thread.
///
/// Source of the bands: a constant-Q axis as in Brown, JASA 89(1), 1991.
public final class MaskAxis {
  private static final double LINEAR_TO_HZ = 1500;
  private static final int BANDS_PER_OCTAVE = 24;

  private final boolean banded;
  private final int rows;

  /// `[bins]`: the row at or below a bin, and the share of the next one.
  private final int[] lower;

  private final float[] upper;

  /// The normal equations' diagonal and what is beside it, `[rows]`.
  private final double[] diagonal;

  private final double[] beside;

  private MaskAxis(boolean banded, int bins, double[] centres) {
    this.banded = banded;
    this.rows = centres.length;
    this.lower = new int[bins];
    this.upper = new float[bins];
    this.diagonal = new double[rows];
    this.beside = new double[rows];
    for (int bin = 0, row = 0; bin < bins; bin++) {
      while (row + 1 < rows && centres[row + 1] <= bin) {
        row++;
      }
      lower[bin] = row;
      upper[bin] =
          row + 1 < rows ? (float) ((bin - centres[row]) / (centres[row + 1] - centres[row])) : 0;
      double low = 1 - upper[bin];
      double high = upper[bin];
      diagonal[row] += low * low;
      if (high > 0) {
        diagonal[row + 1] += high * high;
        beside[row] += low * high;
      }
    }
  }

  /// Every bin is a row.
  public static MaskAxis ofBins(Grid grid) {
    var centres = new double[grid.bins()];
    for (int bin = 0; bin < centres.length; bin++) {
      centres[bin] = bin;
    }
    return new MaskAxis(false, grid.bins(), centres);
  }

  /// Bands, where the grid has bins below and above 1.5 kHz; else bins.
  public static MaskAxis ofBands(Grid grid) {
    int top = grid.fftLength() / 2;
    int linear = (int) (LINEAR_TO_HZ * grid.fftLength() / grid.sampleRate());
    if (linear < 1 || linear >= top) {
      return ofBins(grid);
    }
    int steps = (int) Math.ceil(BANDS_PER_OCTAVE * Math.log((double) top / linear) / Math.log(2));
    var centres = new double[linear + 1 + steps];
    for (int i = 0; i <= linear; i++) {
      centres[i] = i;
    }
    for (int k = 1; k < steps; k++) {
      centres[linear + k] = linear * Math.pow(2, (double) k / BANDS_PER_OCTAVE);
    }
    centres[linear + steps] = top;
    return new MaskAxis(true, top + 1, centres);
  }

  /// Whether rows are bands.
  public boolean isBanded() {
    return banded;
  }

  /// Rows of a frame.
  public int rows() {
    return rows;
  }

  /// Bins → rows.
  ///
  /// @param bins `[bins][frames]`, one after the other
  /// @return `[rows][frames]`
  float[] toRows(float[] bins, int frames) {
    if (!banded) {
      return bins.clone();
    }
    var sums = new double[rows * frames];
    for (int bin = 0; bin < lower.length; bin++) {
      double low = 1 - upper[bin];
      double high = upper[bin];
      int from = bin * frames;
      int to = lower[bin] * frames;
      for (int t = 0; t < frames; t++) {
        sums[to + t] += low * bins[from + t];
      }
      if (high > 0) {
        for (int t = 0; t < frames; t++) {
          sums[to + frames + t] += high * bins[from + t];
        }
      }
    }
    return solved(sums, frames);
  }

  /// The tridiagonal system by elimination (Thomas), for all frames at once.
  private float[] solved(double[] sums, int frames) {
    var factors = new double[rows];
    double pivot = diagonal[0];
    for (int row = 0; row < rows; row++) {
      int at = row * frames;
      if (row > 0) {
        factors[row - 1] = beside[row - 1] / pivot;
        pivot = diagonal[row] - beside[row - 1] * factors[row - 1];
        for (int t = 0; t < frames; t++) {
          sums[at + t] -= beside[row - 1] * sums[at - frames + t];
        }
      }
      for (int t = 0; t < frames; t++) {
        sums[at + t] /= pivot;
      }
    }
    for (int row = rows - 2; row >= 0; row--) {
      int at = row * frames;
      for (int t = 0; t < frames; t++) {
        sums[at + t] -= factors[row] * sums[at + frames + t];
      }
    }
    var solution = new float[rows * frames];
    for (int i = 0; i < solution.length; i++) {
      solution[i] = (float) sums[i];
    }
    return solution;
  }

  /// Rows → the value of a bin.
  ///
  /// @param values `[rows][frames]`, from `plane` on
  float bin(int bin, float[] values, int frames, int frame, int plane) {
    int at = plane + lower[bin] * frames + frame;
    float high = upper[bin];
    return high == 0 ? values[at] : values[at] + high * (values[at + frames] - values[at]);
  }
}
