package dev.isolator.evaluate.oracle;

/// A small square matrix of complex numbers. Mutable, one thread.
final class Complex {
  private final int size;
  private final double[] re; // [row * size + column]
  private final double[] im;

  Complex(int size) {
    this.size = size;
    this.re = new double[size * size];
    this.im = new double[size * size];
  }

  /// Adds `x yᴴ` of one bin of two interleaved spectra to entry (i, j).
  void addConjugateProduct(int i, int j, float[] x, float[] y, int bin) {
    double xr = x[2 * bin];
    double xi = x[2 * bin + 1];
    double yr = y[2 * bin];
    double yi = y[2 * bin + 1];
    re[i * size + j] += xr * yr + xi * yi;
    im[i * size + j] += xi * yr - xr * yi;
  }

  void add(Complex other, double weight) {
    for (int k = 0; k < re.length; k++) {
      re[k] += weight * other.re[k];
      im[k] += weight * other.im[k];
    }
  }

  void scale(double factor) {
    for (int k = 0; k < re.length; k++) {
      re[k] *= factor;
      im[k] *= factor;
    }
  }

  /// Adds a share of the trace, and at least the smallest normal number, to the diagonal.
  void ridge(double share) {
    double trace = 0;
    for (int i = 0; i < size; i++) {
      trace += re[i * size + i];
    }
    for (int i = 0; i < size; i++) {
      re[i * size + i] += Math.max(share * trace, Float.MIN_NORMAL);
    }
  }

  /// This matrix times a vector, `[2 * size]` interleaved.
  double[] times(double[] x) {
    var y = new double[2 * size];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        double r = re[i * size + j];
        double m = im[i * size + j];
        y[2 * i] += r * x[2 * j] - m * x[2 * j + 1];
        y[2 * i + 1] += r * x[2 * j + 1] + m * x[2 * j];
      }
    }
    return y;
  }

  /// Solves for `y`, `[2 * size]` interleaved, by elimination without pivoting, which is stable for
  /// positive definite matrices. The matrix is used up.
  double[] solve(double[] y) {
    double[] x = y.clone();
    for (int k = 0; k < size; k++) {
      for (int i = k + 1; i < size; i++) {
        double pr = re[k * size + k];
        double pi = im[k * size + k];
        double norm = pr * pr + pi * pi;
        double ar = re[i * size + k];
        double ai = im[i * size + k];
        double fr = (ar * pr + ai * pi) / norm;
        double fi = (ai * pr - ar * pi) / norm;
        for (int j = k; j < size; j++) {
          double r = re[k * size + j];
          double m = im[k * size + j];
          re[i * size + j] -= fr * r - fi * m;
          im[i * size + j] -= fr * m + fi * r;
        }
        x[2 * i] -= fr * x[2 * k] - fi * x[2 * k + 1];
        x[2 * i + 1] -= fr * x[2 * k + 1] + fi * x[2 * k];
      }
    }
    for (int k = size - 1; k >= 0; k--) {
      double sr = x[2 * k];
      double si = x[2 * k + 1];
      for (int j = k + 1; j < size; j++) {
        double r = re[k * size + j];
        double m = im[k * size + j];
        sr -= r * x[2 * j] - m * x[2 * j + 1];
        si -= r * x[2 * j + 1] + m * x[2 * j];
      }
      double pr = re[k * size + k];
      double pi = im[k * size + k];
      double norm = pr * pr + pi * pi;
      x[2 * k] = (sr * pr + si * pi) / norm;
      x[2 * k + 1] = (si * pr - sr * pi) / norm;
    }
    return x;
  }
}
