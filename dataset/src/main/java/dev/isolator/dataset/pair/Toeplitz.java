package dev.isolator.dataset.pair;

/// Solves symmetric Toeplitz systems by Levinson's recursion in O(n²).
///
/// Source: Levinson, J. Math. Phys. 25, 1946; Golub and Van Loan, *Matrix Computations*, 4.7.3.
final class Toeplitz {
  private Toeplitz() {}

  /// Returns `x` with `Σ_j row[|i − j|] x[j] = right[i]`.
  ///
  /// @param row the first row of a positive definite matrix, `[≥ n]`
  /// @param right `[n]`
  static double[] solve(double[] row, double[] right) {
    int n = right.length;
    var x = new double[n];
    var predictor = new double[n];
    var next = new double[n];
    predictor[0] = 1;
    double error = row[0];
    x[0] = right[0] / row[0];
    for (int k = 1; k < n; k++) {
      double miss = 0;
      for (int j = 0; j < k; j++) {
        miss += predictor[j] * row[k - j];
      }
      double reflection = -miss / error;
      for (int j = 0; j <= k; j++) {
        double mirrored = j == 0 ? 0 : predictor[k - j];
        next[j] = (j == k ? 0 : predictor[j]) + reflection * mirrored;
      }
      System.arraycopy(next, 0, predictor, 0, k + 1);
      error *= 1 - reflection * reflection;
      double rest = right[k];
      for (int j = 0; j < k; j++) {
        rest -= x[j] * row[k - j];
      }
      double step = rest / error;
      for (int j = 0; j <= k; j++) {
        x[j] += step * predictor[k - j];
      }
    }
    return x;
  }
}
