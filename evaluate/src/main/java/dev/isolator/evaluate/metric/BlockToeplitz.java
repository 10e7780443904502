package dev.isolator.evaluate.metric;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A symmetric positive definite block-Toeplitz matrix and its Cholesky factor.
///
/// Block `(s, t)` of `lags × lags` is `r[s − t]`, an `m × m` matrix, with `r[−k]` the transpose of
/// `r[k]`: the Gram matrix of `m` signals and their delays. Row `t·m + i` belongs to delay `t` of
/// signal `i`.
///
/// The factor comes from the displacement structure: with `Z` the shift by one block, `T − Z T Zᵀ =
/// A Aᵀ − B Bᵀ` has rank `2m`. A is the first block column of the factor; one hyperbolic rotation a
/// row turns the shifted A, and B, into the next. That costs `2 m N²` instead of the `N³ / 3` of a
/// dense factorisation, with `N = lags · m`, and is as stable.
///
/// Sources: Kailath and Sayed, “Displacement structure: theory and applications”, SIAM Review
/// 37(3), 1995, section 4 (the generalised Schur algorithm); Chandrasekaran and Sayed, “Stabilizing
/// the generalized Schur algorithm”, SIAM J. Matrix Anal. Appl. 17(4), 1996 (rotations in mixed
/// form).
///
/// Immutable, safe for all threads. The factor takes `4 N²` bytes.
final class BlockToeplitz {
  private final int m;
  private final int lags;
  private final double[][][] r; // [lag][row][column]
  private final double[][] factor; // column j, from its diagonal down

  private BlockToeplitz(double[][][] r, double[][] factor) {
    this.m = r[0].length;
    this.lags = r.length;
    this.r = r;
    this.factor = factor;
  }

  /// Factorises. Where rounding hides that the matrix is positive definite – signals that are
  /// filtered copies of each other – the smallest ridge of 1e-16, 1e-14 … of its diagonal that
  /// mends it is added for the factor alone; [#solve] refines the difference away.
  ///
  /// @param r `[lags][m][m]`: lags from 0 up; `r[0]` symmetric, with a positive diagonal
  static BlockToeplitz of(double[][][] r) {
    double largest = 0;
    for (int i = 0; i < r[0].length; i++) {
      largest = Math.max(largest, r[0][i][i]);
    }
    double ridge = 0;
    double[][] factor = factorise(r, ridge);
    while (factor == null) {
      ridge = ridge == 0 ? 1e-16 * largest : 100 * ridge;
      if (!(ridge <= largest)) {
        throw new IllegalArgumentException("correlations must be finite, the diagonal positive");
      }
      factor = factorise(r, ridge);
    }
    return new BlockToeplitz(r, factor);
  }

  private static double @Nullable [][] factorise(double[][][] r, double ridge) {
    int m = r[0].length;
    int n = r.length * m;
    var corner = new double[m][m]; // the Cholesky factor of r[0]
    for (int i = 0; i < m; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = r[0][i][j] + (i == j ? ridge : 0);
        for (int k = 0; k < j; k++) {
          sum -= corner[i][k] * corner[j][k];
        }
        if (i == j && !(sum > 0)) {
          return null;
        }
        corner[i][j] = i == j ? Math.sqrt(sum) : sum / corner[j][j];
      }
    }
    var l = new double[n][];
    var b = new double[m][n]; // column-major
    for (int j = 0; j < m; j++) {
      for (int row = 0; row < n; row++) {
        double sum = row < m && row == j ? r[0][row][j] + ridge : r[row / m][row % m][j];
        for (int k = 0; k < j; k++) {
          sum -= b[k][row] * corner[j][k];
        }
        b[j][row] = sum / corner[j][j];
      }
    }
    for (int j = 0; j < m; j++) {
      l[j] = Arrays.copyOfRange(b[j], j, n);
      Arrays.fill(b[j], 0, m, 0);
    }
    var scratch = new double[n];
    for (int row = m; row < n; row++) {
      compress(b, row, scratch);
      // Column `row − m` shifted down by a block: its index 0 is the diagonal, which is now at
      // `row`.
      double[] above = l[row - m];
      double reflection = b[0][row] / above[0];
      double shrink = Math.sqrt((1 - reflection) * (1 + reflection));
      if (!(shrink > 0)) {
        return null;
      }
      var column = new double[n - row];
      rotate(above, b[0], row, reflection, shrink, column);
      l[row] = column;
    }
    return l;
  }

  /// Turns B by a reflection so that row `row` has its one entry in column 0.
  private static void compress(double[][] b, int row, double[] scratch) {
    int m = b.length;
    double norm = 0;
    for (double[] column : b) {
      norm += column[row] * column[row];
    }
    norm = Math.sqrt(norm);
    double alpha = b[0][row] > 0 ? -norm : norm;
    var v = new double[m];
    double vv = 0;
    for (int k = 0; k < m; k++) {
      v[k] = b[k][row] - (k == 0 ? alpha : 0);
      vv += v[k] * v[k];
    }
    if (vv == 0) {
      return;
    }
    int n = b[0].length;
    Arrays.fill(scratch, row, n, 0);
    for (int k = 0; k < m; k++) {
      double weight = 2 * v[k] / vv;
      double[] column = b[k];
      for (int i = row; i < n; i++) {
        scratch[i] += weight * column[i];
      }
    }
    for (int k = 0; k < m; k++) {
      double weight = v[k];
      double[] column = b[k];
      for (int i = row; i < n; i++) {
        column[i] -= weight * scratch[i];
      }
    }
  }

  private static void rotate(
      double[] a, double[] b, int row, double reflection, double shrink, double[] column) {
    for (int i = 0; i < column.length; i++) {
      double turned = (a[i] - reflection * b[row + i]) / shrink;
      b[row + i] = shrink * b[row + i] - reflection * turned;
      column[i] = turned;
    }
    b[row] = 0;
  }

  /// Solves `T x = y`, with one step of iterative refinement.
  ///
  /// @param y `[lags · m]`
  /// @return `[lags · m]`
  double[] solve(double[] y) {
    double[] x = y.clone();
    substitute(x);
    double[] residual = multiply(x);
    for (int i = 0; i < residual.length; i++) {
      residual[i] = y[i] - residual[i];
    }
    substitute(residual);
    for (int i = 0; i < x.length; i++) {
      x[i] += residual[i];
    }
    return x;
  }

  private void substitute(double[] x) {
    for (int j = 0; j < x.length; j++) {
      double[] column = factor[j];
      double value = x[j] / column[0];
      x[j] = value;
      for (int i = 1; i < column.length; i++) {
        x[j + i] -= value * column[i];
      }
    }
    for (int j = x.length - 1; j >= 0; j--) {
      double[] column = factor[j];
      double sum = x[j];
      for (int i = 1; i < column.length; i++) {
        sum -= column[i] * x[j + i];
      }
      x[j] = sum / column[0];
    }
  }

  /// `T x`.
  double[] multiply(double[] x) {
    var y = new double[lags * m];
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < m; j++) {
        var both = new double[2 * lags - 1]; // r[−(lags−1)] … r[lags−1], reversed: t − s rises
        for (int lag = 0; lag < lags; lag++) {
          both[lags - 1 - lag] = r[lag][i][j];
          both[lags - 1 + lag] = r[lag][j][i];
        }
        var input = new double[lags];
        for (int t = 0; t < lags; t++) {
          input[t] = x[t * m + j];
        }
        for (int s = 0; s < lags; s++) {
          int offset = lags - 1 - s;
          double sum = 0;
          for (int t = 0; t < lags; t++) {
            sum += both[offset + t] * input[t];
          }
          y[s * m + i] += sum;
        }
      }
    }
    return y;
  }
}
