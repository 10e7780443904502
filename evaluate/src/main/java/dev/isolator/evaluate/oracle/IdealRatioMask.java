package dev.isolator.evaluate.oracle;

/// The ideal ratio mask: each bin is divided in the ratio of the stems' powers, and in equal parts
/// where all are silent.
final class IdealRatioMask implements OracleMask {
  @Override
  public FrameFilter of(float[][][][] stems) {
    return (t, mix, estimates) -> {
      for (int channel = 0; channel < mix.length; channel++) {
        for (int bin = 0; bin < mix[channel].length / 2; bin++) {
          double sum = 0;
          for (float[][][] stem : stems) {
            sum += OracleSpectra.power(stem[channel][t], bin);
          }
          for (int stem = 0; stem < stems.length; stem++) {
            double power = OracleSpectra.power(stems[stem][channel][t], bin);
            float share = (float) (sum > 0 ? power / sum : 1.0 / stems.length);
            estimates[stem][channel][2 * bin] = share * mix[channel][2 * bin];
            estimates[stem][channel][2 * bin + 1] = share * mix[channel][2 * bin + 1];
          }
        }
      }
    };
  }
}
