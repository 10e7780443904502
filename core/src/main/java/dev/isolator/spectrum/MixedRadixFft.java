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

  /// `e^(−2πj k / half)`, cosines and sines apart.
  private final double[] cos;

  private final double[] sin;

  /// `e^(−2πj k / length)` for the real data's last step.
  private final double[] realCos;

  private final double[] realSin;

  /// Interleaved work buffers, `[2 * half]`.
  private final double[] work;

  private final double[] other;

  private final OddRadixPasses odd;

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
    this.cos = new double[half];
    this.sin = new double[half];
    for (int k = 0; k < half; k++) {
      cos[k] = Math.cos(2 * Math.PI * k / half);
      sin[k] = -Math.sin(2 * Math.PI * k / half);
    }
    this.odd = new OddRadixPasses(cos, sin);
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
        case 2 -> pass2(from, to, groups, rest);
        case 4 -> pass4(from, to, groups, rest);
        case 3 -> odd.pass3(from, to, groups, rest);
        case 5 -> odd.pass5(from, to, groups, rest);
        case 7 -> odd.pass7(from, to, groups, rest);
        default -> throw new IllegalStateException("no pass for the factor " + radix);
      }
      groups *= radix;
      from = to;
      to = next;
      next = from;
    }
    return from;
  }

  /// One Stockham pass: `to[(k·r + q)·rest' …]`. Value `p` of butterfly (k, j) stands at `from[k +
  /// groups·(j + rest·p)]` and result `q` goes to `to[k + groups·(q + r·j)]`, both turned by
  /// `e^(−2πj q j / (r·rest))`.
  private void pass2(double[] from, double[] to, int groups, int rest) {
    for (int j = 0; j < rest; j++) {
      double wr = cos[j * groups];
      double wi = sin[j * groups];
      int a = 2 * groups * j;
      int b = 2 * groups * (j + rest);
      int c = 2 * groups * 2 * j;
      int d = c + 2 * groups;
      for (int k = 0; k < 2 * groups; k += 2) {
        double ar = from[a + k];
        double ai = from[a + k + 1];
        double br = from[b + k];
        double bi = from[b + k + 1];
        to[c + k] = ar + br;
        to[c + k + 1] = ai + bi;
        double dr = ar - br;
        double di = ai - bi;
        to[d + k] = dr * wr - di * wi;
        to[d + k + 1] = dr * wi + di * wr;
      }
    }
  }

  private void pass4(double[] from, double[] to, int groups, int rest) {
    int step = 2 * groups * rest;
    int out = 2 * groups;
    for (int j = 0; j < rest; j++) {
      int t = j * groups;
      double w1r = cos[t];
      double w1i = sin[t];
      double w2r = cos[2 * t];
      double w2i = sin[2 * t];
      double w3r = cos[3 * t];
      double w3i = sin[3 * t];
      int a = out * j;
      int c = out * 4 * j;
      for (int k = 0; k < out; k += 2) {
        int i = a + k;
        double r0 = from[i];
        double i0 = from[i + 1];
        double r1 = from[i + step];
        double i1 = from[i + step + 1];
        double r2 = from[i + 2 * step];
        double i2 = from[i + 2 * step + 1];
        double r3 = from[i + 3 * step];
        double i3 = from[i + 3 * step + 1];
        double sr = r0 + r2;
        double si = i0 + i2;
        double dr = r0 - r2;
        double di = i0 - i2;
        double ur = r1 + r3;
        double ui = i1 + i3;
        double vr = i1 - i3; // −j (x1 − x3)
        double vi = r3 - r1;
        int o = c + k;
        to[o] = sr + ur;
        to[o + 1] = si + ui;
        double yr = dr + vr;
        double yi = di + vi;
        to[o + out] = yr * w1r - yi * w1i;
        to[o + out + 1] = yr * w1i + yi * w1r;
        yr = sr - ur;
        yi = si - ui;
        to[o + 2 * out] = yr * w2r - yi * w2i;
        to[o + 2 * out + 1] = yr * w2i + yi * w2r;
        yr = dr - vr;
        yi = di - vi;
        to[o + 3 * out] = yr * w3r - yi * w3i;
        to[o + 3 * out + 1] = yr * w3i + yi * w3r;
      }
    }
  }
}
