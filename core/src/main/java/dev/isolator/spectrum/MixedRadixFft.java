package dev.isolator.spectrum;

/// Transforms of lengths that are products of 2, 3, 5 and 7, such as 4480 for 48 kHz.
///
/// JTransforms has these too, but takes a new work array for each call, and threads above 8192
/// points; this one allocates nothing once it is built, so that it may run on the audio thread.
///
/// The real transform of `n` samples is a complex one of `n / 2`, even samples as real and odd ones
/// as imaginary parts, whose halves are then told apart by their symmetry. The complex transform is
/// Stockham's: each pass takes one factor and writes to the other of two buffers, in an order that
/// leaves the result sorted.
///
/// Source: Van Loan, Computational Frameworks for the Fast Fourier Transform, SIAM 1992, sections
/// 1.7 (autosort), 2.1 (general radix) and 4.3 (real data).
final class MixedRadixFft implements RealFft {
  private final int length;
  private final int half;
  private final int[] factors;

  /// `e^(−2πj k / length)` for the real data's last step.
  private final double[] realCos;

  private final double[] realSin;

  /// Interleaved work buffers, `[2 * half]`.
  private final double[] work;

  private final double[] other;

  private final RadixPasses passes;

  /// Whether there is a transform of that length: even, at least 4, no prime factor above 7.
  static boolean takes(int length) {
    if (length < 4 || length % 2 != 0) {
      return false;
    }
    int rest = length;
    for (int prime : new int[] {2, 3, 5, 7}) {
      while (rest % prime == 0) {
        rest /= prime;
      }
    }
    return rest == 1;
  }

  MixedRadixFft(int length) {
    if (length < 4 || length % 2 != 0) {
      throw new IllegalArgumentException("length must be even and at least 4, was " + length);
    }
    this.length = length;
    this.half = length / 2;
    this.factors = factorise(half);
    var cos = new double[half];
    var sin = new double[half];
    for (int k = 0; k < half; k++) {
      cos[k] = Math.cos(2 * Math.PI * k / half);
      sin[k] = -Math.sin(2 * Math.PI * k / half);
    }
    this.passes = new RadixPasses(cos, sin);
    this.realCos = new double[half / 2 + 1];
    this.realSin = new double[half / 2 + 1];
    for (int k = 0; k < realCos.length; k++) {
      realCos[k] = Math.cos(2 * Math.PI * k / length);
      realSin[k] = -Math.sin(2 * Math.PI * k / length);
    }
    this.work = new double[2 * half];
    this.other = new double[2 * half];
  }

  private int[] factorise(int n) {
    var found = new int[32];
    int count = 0;
    int rest = n;
    for (int radix : new int[] {4, 2, 3, 5, 7}) {
      while (rest % radix == 0) {
        found[count++] = radix;
        rest /= radix;
      }
    }
    if (rest != 1) {
      throw new IllegalArgumentException("length must have no prime factor above 7, was " + length);
    }
    return java.util.Arrays.copyOf(found, count);
  }

  @Override
  public int length() {
    return length;
  }

  @Override
  public void forward(double[] data) {
    double[] z = complexForward(data);
    // X[k] = (Z[k] + Z*[h−k]) / 2 + e^(−2πj k / n) (Z[k] − Z*[h−k]) / 2j
    for (int k = 1; 2 * k <= half; k++) {
      int m = half - k;
      double evenRe = 0.5 * (z[2 * k] + z[2 * m]);
      double evenIm = 0.5 * (z[2 * k + 1] - z[2 * m + 1]);
      double oddRe = 0.5 * (z[2 * k + 1] + z[2 * m + 1]);
      double oddIm = -0.5 * (z[2 * k] - z[2 * m]);
      double turnedRe = oddRe * realCos[k] - oddIm * realSin[k];
      double turnedIm = oddRe * realSin[k] + oddIm * realCos[k];
      data[2 * k] = evenRe + turnedRe;
      data[2 * k + 1] = evenIm + turnedIm;
      data[2 * m] = evenRe - turnedRe;
      data[2 * m + 1] = turnedIm - evenIm;
    }
    data[0] = z[0] + z[1];
    data[1] = 0;
    data[length] = z[0] - z[1];
    data[length + 1] = 0;
  }

  @Override
  public void inverse(double[] data) {
    // The steps of forward, undone; conjugate in and out turns the forward passes into inverse
    // ones.
    double first = data[0];
    double last = data[length];
    for (int k = 1; 2 * k <= half; k++) {
      int m = half - k;
      double evenRe = 0.5 * (data[2 * k] + data[2 * m]);
      double evenIm = 0.5 * (data[2 * k + 1] - data[2 * m + 1]);
      double turnedRe = 0.5 * (data[2 * k] - data[2 * m]);
      double turnedIm = 0.5 * (data[2 * k + 1] + data[2 * m + 1]);
      double oddRe = turnedRe * realCos[k] + turnedIm * realSin[k];
      double oddIm = turnedIm * realCos[k] - turnedRe * realSin[k];
      data[2 * k] = evenRe - oddIm;
      data[2 * k + 1] = -(evenIm + oddRe);
      data[2 * m] = evenRe + oddIm;
      data[2 * m + 1] = -(oddRe - evenIm);
    }
    data[0] = 0.5 * (first + last);
    data[1] = -0.5 * (first - last);
    double[] z = complexForward(data);
    double scale = 1.0 / half;
    for (int i = 0; i < half; i++) {
      data[2 * i] = z[2 * i] * scale;
      data[2 * i + 1] = -z[2 * i + 1] * scale;
    }
  }

  /// The complex transform of the first `half` interleaved values; `data` is only read. Returns the
  /// work buffer that holds the result.
  private double[] complexForward(double[] data) {
    double[] from = data;
    double[] to = work;
    double[] next = other;
    int groups = 1; // how many transforms of what is done so far are interleaved
    int rest = half;
    for (int radix : factors) {
      rest /= radix;
      switch (radix) {
        case 2 -> passes.pass2(from, to, groups, rest);
        case 4 -> passes.pass4(from, to, groups, rest);
        case 3 -> passes.pass3(from, to, groups, rest);
        case 5 -> passes.pass5(from, to, groups, rest);
        case 7 -> passes.pass7(from, to, groups, rest);
        default -> throw new IllegalStateException("no pass for the factor " + radix);
      }
      groups *= radix;
      from = to;
      to = next;
      next = from;
    }
    return from;
  }
}
