package dev.isolator.mask;

/// The rounds of the multichannel Wiener filter on one bin of one window: powers, spatial
/// covariances, gains.
///
/// `x` is the mix and `y_j` the estimate of stem `j`, vectors of the `I` channels. A round is:
///
/// 1. maximisation: `v_j(t) = |y_j(t)|² / I` and `R_j = Σ_t y_j(t) y_j(t)ᴴ / Σ_t v_j(t)`;
/// 2. expectation: `y_j(t) = v_j(t) R_j (Σ_k v_k(t) R_k + ε E)⁻¹ x(t)`, `E` the unit matrix.
///
/// Differs from the papers that [WienerFilter] names: a stem's second moment is that of its
/// estimate alone, without the posterior covariance `(E − W_j) v_j R_j`; and `ε` keeps the inverse
/// defined.
///
/// All arrays are flat, `[…][frame][channel][re, im]`, in double. One instance per thread.
final class LocalGaussianModel {
  /// `ε`, white noise that is assumed in the mix, as a share of the bin's mean power: it keeps the
  /// inverse of the mix's covariance defined where a bin holds one stem only.
  private static final double NOISE = 1e-8;

  /// A window of less mean power is silent, and its estimates stay as they are.
  private static final double SILENCE = 1e-30;

  private final int channels;
  private final int stems;
  private final int frames;
  private final double[] mix;
  private final double[][] estimates;

  /// Power of each stem in each frame, `[stem][frame]`.
  private final double[][] power;

  /// Spatial covariance of each stem: left power, right power, re and im of left × right*.
  private final double[][] covariance;

  LocalGaussianModel(int channels, int stems, int frames) {
    this.channels = channels;
    this.stems = stems;
    this.frames = frames;
    this.mix = new double[frames * channels * 2];
    this.estimates = new double[stems][frames * channels * 2];
    this.power = new double[stems][frames];
    this.covariance = new double[stems][4];
  }

  private int index(int frame, int channel) {
    return (frame * channels + channel) * 2;
  }

  void setMix(int frame, int channel, float re, float im) {
    int i = index(frame, channel);
    mix[i] = re;
    mix[i + 1] = im;
  }

  void setEstimate(int stem, int frame, int channel, float re, float im) {
    int i = index(frame, channel);
    estimates[stem][i] = re;
    estimates[stem][i + 1] = im;
  }

  double estimate(int stem, int frame, int channel, int part) {
    return estimates[stem][index(frame, channel) + part];
  }

  void run(int iterations) {
    double total = 0;
    for (int i = 0; i < mix.length; i++) {
      double rest = mix[i];
      total += rest * rest;
      for (int stem = 0; stem < stems - 1; stem++) {
        rest -= estimates[stem][i];
      }
      estimates[stems - 1][i] = rest;
    }
    double meanPower = total / (frames * channels);
    if (!(meanPower > SILENCE)) {
      return;
    }
    for (int round = 0; round < iterations; round++) {
      for (int stem = 0; stem < stems; stem++) {
        measure(stem);
      }
      for (int frame = 0; frame < frames; frame++) {
        if (channels == 1) {
          filterMono(frame, NOISE * meanPower);
        } else {
          filterStereo(frame, NOISE * meanPower);
        }
      }
    }
  }

  /// Maximisation: power and spatial covariance. The covariance is weighted by power, so that loud
  /// frames decide.
  private void measure(int stem) {
    double[] y = estimates[stem];
    double left = 0;
    double right = 0;
    double crossRe = 0;
    double crossIm = 0;
    double sum = 0;
    for (int frame = 0; frame < frames; frame++) {
      int i = index(frame, 0);
      double l = y[i] * y[i] + y[i + 1] * y[i + 1];
      double r = 0;
      if (channels == 2) {
        r = y[i + 2] * y[i + 2] + y[i + 3] * y[i + 3];
        crossRe += y[i] * y[i + 2] + y[i + 1] * y[i + 3];
        crossIm += y[i + 1] * y[i + 2] - y[i] * y[i + 3];
      }
      power[stem][frame] = (l + r) / channels;
      left += l;
      right += r;
      sum += power[stem][frame];
    }
    double scale = sum > SILENCE ? 1 / sum : 0;
    covariance[stem][0] = left * scale;
    covariance[stem][1] = right * scale;
    covariance[stem][2] = crossRe * scale;
    covariance[stem][3] = crossIm * scale;
  }

  /// Expectation with one channel: a ratio of powers.
  private void filterMono(int frame, double noise) {
    double all = noise;
    for (int stem = 0; stem < stems; stem++) {
      all += power[stem][frame];
    }
    int i = index(frame, 0);
    for (int stem = 0; stem < stems; stem++) {
      double gain = power[stem][frame] / all;
      estimates[stem][i] = gain * mix[i];
      estimates[stem][i + 1] = gain * mix[i + 1];
    }
  }

  /// Expectation with two channels: the matrices written out.
  private void filterStereo(int frame, double noise) {
    double a = noise;
    double d = noise;
    double bRe = 0;
    double bIm = 0;
    for (int stem = 0; stem < stems; stem++) {
      double v = power[stem][frame];
      double[] r = covariance[stem];
      a += v * r[0];
      d += v * r[1];
      bRe += v * r[2];
      bIm += v * r[3];
    }
    double determinant = a * d - bRe * bRe - bIm * bIm;
    int i = index(frame, 0);
    double lRe = mix[i];
    double lIm = mix[i + 1];
    double rRe = mix[i + 2];
    double rIm = mix[i + 3];
    // z = C⁻¹ x for C = [a b; b* d]
    double zlRe = (d * lRe - (bRe * rRe - bIm * rIm)) / determinant;
    double zlIm = (d * lIm - (bRe * rIm + bIm * rRe)) / determinant;
    double zrRe = (a * rRe - (bRe * lRe + bIm * lIm)) / determinant;
    double zrIm = (a * rIm - (bRe * lIm - bIm * lRe)) / determinant;
    for (int stem = 0; stem < stems; stem++) {
      double v = power[stem][frame];
      double[] r = covariance[stem];
      double[] y = estimates[stem];
      y[i] = v * (r[0] * zlRe + r[2] * zrRe - r[3] * zrIm);
      y[i + 1] = v * (r[0] * zlIm + r[2] * zrIm + r[3] * zrRe);
      y[i + 2] = v * (r[2] * zlRe + r[3] * zlIm + r[1] * zrRe);
      y[i + 3] = v * (r[2] * zlIm - r[3] * zlRe + r[1] * zrIm);
    }
  }
}
