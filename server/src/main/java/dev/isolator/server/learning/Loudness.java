package dev.isolator.server.learning;

/// The loudness of a sound: mean square behind a filter that weighs frequencies as the head does
/// (K-weighting), over blocks of 400 ms that overlap by three quarters; blocks below −70 LUFS and,
/// of the rest, those 10 LU below the mean do not count.
///
/// Source: ITU-R BS.1770-4, annex 1, for one or two channels. The coefficients are computed for the
/// sound's own rate, from the analogue prototype that De Man, *Evaluation of implementations of the
/// EBU R128 loudness measurement*, AES 145, 2018, gives.
final class Loudness {
  private static final double ABSOLUTE_GATE = -70;
  private static final double RELATIVE_GATE = -10;
  private static final double OFFSET = -0.691;

  private Loudness() {}

  /// The loudness in LUFS; −∞ where nothing is above the gate.
  ///
  /// @param sound `[channels][frames]`, full scale ±1.0
  /// @param sampleRate in Hz
  static double of(float[][] sound, int sampleRate) {
    int block = (int) Math.round(0.4 * sampleRate);
    int step = block / 4;
    int frames = sound[0].length;
    int blocks = frames < block ? 1 : (frames - block) / step + 1;
    var powers = new double[blocks];
    for (float[] channel : sound) {
      double[] weighted = highPass(shelf(channel, sampleRate), sampleRate);
      for (int k = 0; k < blocks; k++) {
        double sum = 0;
        int to = Math.min(frames, k * step + block);
        for (int i = k * step; i < to; i++) {
          sum += weighted[i] * weighted[i];
        }
        powers[k] += sum / block;
      }
    }
    double first = mean(powers, ABSOLUTE_GATE);
    return lufs(mean(powers, Math.max(ABSOLUTE_GATE, lufs(first) + RELATIVE_GATE)));
  }

  private static double mean(double[] powers, double gate) {
    double sum = 0;
    int count = 0;
    for (double power : powers) {
      if (lufs(power) > gate) {
        sum += power;
        count++;
      }
    }
    return count == 0 ? 0 : sum / count;
  }

  private static double lufs(double power) {
    return OFFSET + 10 * Math.log10(power);
  }

  /// The head's shelf: +4 dB above 1.7 kHz.
  private static double[] shelf(float[] channel, int rate) {
    double k = Math.tan(Math.PI * 1681.974450955533 / rate);
    double q = 0.7071752369554196;
    double high = Math.pow(10, 3.999843853973347 / 20);
    double band = Math.pow(high, 0.4996667741545416);
    double a0 = 1 + k / q + k * k;
    var x = new double[channel.length];
    for (int i = 0; i < x.length; i++) {
      x[i] = channel[i];
    }
    return filtered(
        x,
        (high + band * k / q + k * k) / a0,
        2 * (k * k - high) / a0,
        (high - band * k / q + k * k) / a0,
        2 * (k * k - 1) / a0,
        (1 - k / q + k * k) / a0);
  }

  private static double[] highPass(double[] x, int rate) {
    double k = Math.tan(Math.PI * 38.13547087602444 / rate);
    double q = 0.5003270373238773;
    double a0 = 1 + k / q + k * k;
    return filtered(x, 1, -2, 1, 2 * (k * k - 1) / a0, (1 - k / q + k * k) / a0);
  }

  /// A biquad, transposed direct form II.
  private static double[] filtered(
      double[] x, double b0, double b1, double b2, double a1, double a2) {
    var y = new double[x.length];
    double s1 = 0;
    double s2 = 0;
    for (int i = 0; i < x.length; i++) {
      y[i] = b0 * x[i] + s1;
      s1 = b1 * x[i] - a1 * y[i] + s2;
      s2 = b2 * x[i] - a2 * y[i];
    }
    return y;
  }
}
