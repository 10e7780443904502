package dev.isolator.spectrum;

/// The passes of [MixedRadixFft], one for each factor of a length: 2, 3, 4, 5 and 7. `from` and
/// `to` are different buffers of the whole transform, re and im in turn, `[2 * n]`.
///
/// One Stockham pass: `to[(k·r + q)·rest' …]`. Value `p` of butterfly (k, j) stands at `from[k +
/// groups·(j + rest·p)]` and result `q` goes to `to[k + groups·(q + r·j)]`, both turned by `e^(−2πj
/// q j / (r·rest))`.
///
/// Of an odd radix r, values p and r − p meet as sum and difference, so that results q and r − q
/// share their products: `m_q = x_0 + Σ (x_p + x_{r−p}) cos(2π p q / r)` and `n_q = Σ (x_p −
/// x_{r−p}) sin(2π p q / r)` give `y_q = m_q − j n_q` and `y_{r−q} = m_q + j n_q`. Allocates
/// nothing; any thread.
///
/// Source: Van Loan, Computational Frameworks for the Fast Fourier Transform, SIAM 1992, section
/// 2.1.4; Winograd's forms would save a few products more.
final class RadixPasses {
  private static final double S3 = Math.sin(2 * Math.PI / 3);
  private static final double C51 = Math.cos(2 * Math.PI / 5);
  private static final double C52 = Math.cos(4 * Math.PI / 5);
  private static final double S51 = Math.sin(2 * Math.PI / 5);
  private static final double S52 = Math.sin(4 * Math.PI / 5);
  private static final double C71 = Math.cos(2 * Math.PI / 7);
  private static final double C72 = Math.cos(4 * Math.PI / 7);
  private static final double C73 = Math.cos(6 * Math.PI / 7);
  private static final double S71 = Math.sin(2 * Math.PI / 7);
  private static final double S72 = Math.sin(4 * Math.PI / 7);
  private static final double S73 = Math.sin(6 * Math.PI / 7);

  /// `e^(−2πj k / n)` of the whole transform, cosines and sines apart.
  private final double[] cos;

  private final double[] sin;

  RadixPasses(double[] cos, double[] sin) {
    this.cos = cos;
    this.sin = sin;
  }

  void pass2(double[] from, double[] to, int groups, int rest) {
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
        turn(to, d + k, ar - br, ai - bi, wr, wi);
      }
    }
  }

  void pass4(double[] from, double[] to, int groups, int rest) {
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
        turn(to, o + out, dr + vr, di + vi, w1r, w1i);
        turn(to, o + 2 * out, sr - ur, si - ui, w2r, w2i);
        turn(to, o + 3 * out, dr - vr, di - vi, w3r, w3i);
      }
    }
  }

  void pass3(double[] from, double[] to, int groups, int rest) {
    int step = 2 * groups * rest;
    int out = 2 * groups;
    for (int j = 0; j < rest; j++) {
      int t = j * groups;
      double w1r = cos[t];
      double w1i = sin[t];
      double w2r = cos[2 * t];
      double w2i = sin[2 * t];
      int a = out * j;
      int c = out * 3 * j;
      for (int k = 0; k < out; k += 2) {
        int i = a + k;
        double x0r = from[i];
        double x0i = from[i + 1];
        double a1r = from[i + step] + from[i + 2 * step];
        double a1i = from[i + step + 1] + from[i + 2 * step + 1];
        double n1r = S3 * (from[i + step] - from[i + 2 * step]);
        double n1i = S3 * (from[i + step + 1] - from[i + 2 * step + 1]);
        double m1r = x0r - 0.5 * a1r;
        double m1i = x0i - 0.5 * a1i;
        int o = c + k;
        to[o] = x0r + a1r;
        to[o + 1] = x0i + a1i;
        turn(to, o + out, m1r + n1i, m1i - n1r, w1r, w1i);
        turn(to, o + 2 * out, m1r - n1i, m1i + n1r, w2r, w2i);
      }
    }
  }

  void pass5(double[] from, double[] to, int groups, int rest) {
    int step = 2 * groups * rest;
    int out = 2 * groups;
    for (int j = 0; j < rest; j++) {
      int t = j * groups;
      int a = out * j;
      int c = out * 5 * j;
      for (int k = 0; k < out; k += 2) {
        int i = a + k;
        double x0r = from[i];
        double x0i = from[i + 1];
        double x1r = from[i + step];
        double x1i = from[i + step + 1];
        double x2r = from[i + 2 * step];
        double x2i = from[i + 2 * step + 1];
        double x3r = from[i + 3 * step];
        double x3i = from[i + 3 * step + 1];
        double x4r = from[i + 4 * step];
        double x4i = from[i + 4 * step + 1];
        double a1r = x1r + x4r;
        double a1i = x1i + x4i;
        double b1r = x1r - x4r;
        double b1i = x1i - x4i;
        double a2r = x2r + x3r;
        double a2i = x2i + x3i;
        double b2r = x2r - x3r;
        double b2i = x2i - x3i;
        double m1r = x0r + C51 * a1r + C52 * a2r;
        double m1i = x0i + C51 * a1i + C52 * a2i;
        double m2r = x0r + C52 * a1r + C51 * a2r;
        double m2i = x0i + C52 * a1i + C51 * a2i;
        double n1r = S51 * b1r + S52 * b2r;
        double n1i = S51 * b1i + S52 * b2i;
        double n2r = S52 * b1r - S51 * b2r;
        double n2i = S52 * b1i - S51 * b2i;
        int o = c + k;
        to[o] = x0r + a1r + a2r;
        to[o + 1] = x0i + a1i + a2i;
        turn(to, o + out, m1r + n1i, m1i - n1r, cos[t], sin[t]);
        turn(to, o + 2 * out, m2r + n2i, m2i - n2r, cos[2 * t], sin[2 * t]);
        turn(to, o + 3 * out, m2r - n2i, m2i + n2r, cos[3 * t], sin[3 * t]);
        turn(to, o + 4 * out, m1r - n1i, m1i + n1r, cos[4 * t], sin[4 * t]);
      }
    }
  }

  void pass7(double[] from, double[] to, int groups, int rest) {
    int step = 2 * groups * rest;
    int out = 2 * groups;
    for (int j = 0; j < rest; j++) {
      int t = j * groups;
      int a = out * j;
      int c = out * 7 * j;
      for (int k = 0; k < out; k += 2) {
        int i = a + k;
        double x0r = from[i];
        double x0i = from[i + 1];
        double a1r = from[i + step] + from[i + 6 * step];
        double a1i = from[i + step + 1] + from[i + 6 * step + 1];
        double b1r = from[i + step] - from[i + 6 * step];
        double b1i = from[i + step + 1] - from[i + 6 * step + 1];
        double a2r = from[i + 2 * step] + from[i + 5 * step];
        double a2i = from[i + 2 * step + 1] + from[i + 5 * step + 1];
        double b2r = from[i + 2 * step] - from[i + 5 * step];
        double b2i = from[i + 2 * step + 1] - from[i + 5 * step + 1];
        double a3r = from[i + 3 * step] + from[i + 4 * step];
        double a3i = from[i + 3 * step + 1] + from[i + 4 * step + 1];
        double b3r = from[i + 3 * step] - from[i + 4 * step];
        double b3i = from[i + 3 * step + 1] - from[i + 4 * step + 1];
        double m1r = x0r + C71 * a1r + C72 * a2r + C73 * a3r;
        double m1i = x0i + C71 * a1i + C72 * a2i + C73 * a3i;
        double m2r = x0r + C72 * a1r + C73 * a2r + C71 * a3r;
        double m2i = x0i + C72 * a1i + C73 * a2i + C71 * a3i;
        double m3r = x0r + C73 * a1r + C71 * a2r + C72 * a3r;
        double m3i = x0i + C73 * a1i + C71 * a2i + C72 * a3i;
        double n1r = S71 * b1r + S72 * b2r + S73 * b3r;
        double n1i = S71 * b1i + S72 * b2i + S73 * b3i;
        double n2r = S72 * b1r - S73 * b2r - S71 * b3r;
        double n2i = S72 * b1i - S73 * b2i - S71 * b3i;
        double n3r = S73 * b1r - S71 * b2r + S72 * b3r;
        double n3i = S73 * b1i - S71 * b2i + S72 * b3i;
        int o = c + k;
        to[o] = x0r + a1r + a2r + a3r;
        to[o + 1] = x0i + a1i + a2i + a3i;
        turn(to, o + out, m1r + n1i, m1i - n1r, cos[t], sin[t]);
        turn(to, o + 2 * out, m2r + n2i, m2i - n2r, cos[2 * t], sin[2 * t]);
        turn(to, o + 3 * out, m3r + n3i, m3i - n3r, cos[3 * t], sin[3 * t]);
        turn(to, o + 4 * out, m3r - n3i, m3i + n3r, cos[4 * t], sin[4 * t]);
        turn(to, o + 5 * out, m2r - n2i, m2i + n2r, cos[5 * t], sin[5 * t]);
        turn(to, o + 6 * out, m1r - n1i, m1i + n1r, cos[6 * t], sin[6 * t]);
      }
    }
  }

  private static void turn(double[] to, int at, double yr, double yi, double wr, double wi) {
    to[at] = yr * wr - yi * wi;
    to[at + 1] = yr * wi + yi * wr;
  }
}
