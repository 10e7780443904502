package dev.isolator.evaluate.metric;

/// Linear equations without any structure.
public final class Dense {
  private Dense() {}

  /// Solves `A X = B` by Gaussian elimination with partial pivoting.
  ///
  /// @param a `[n][n]`; overwritten
  /// @param b `[right sides][n]`; overwritten
  /// @return `[right sides][n]`
  public static double[][] solve(double[][] a, double[][] b) {
    int n = a.length;
    for (int k = 0; k < n; k++) {
      int pivot = k;
      for (int i = k + 1; i < n; i++) {
        if (Math.abs(a[i][k]) > Math.abs(a[pivot][k])) {
          pivot = i;
        }
      }
      swap(a, k, pivot);
      for (double[] side : b) {
        double kept = side[k];
        side[k] = side[pivot];
        side[pivot] = kept;
      }
      double[] upper = a[k];
      for (int i = k + 1; i < n; i++) {
        double[] row = a[i];
        double factor = row[k] / upper[k];
        for (int j = k + 1; j < n; j++) {
          row[j] -= factor * upper[j];
        }
        for (double[] side : b) {
          side[i] -= factor * side[k];
        }
      }
    }
    for (double[] side : b) {
      for (int k = n - 1; k >= 0; k--) {
        double sum = side[k];
        for (int j = k + 1; j < n; j++) {
          sum -= a[k][j] * side[j];
        }
        side[k] = sum / a[k][k];
      }
    }
    return b;
  }

  private static void swap(double[][] rows, int i, int j) {
    double[] kept = rows[i];
    rows[i] = rows[j];
    rows[j] = kept;
  }
}
