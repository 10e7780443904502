package dev.isolator.evaluate.oracle;

/// The ideal binary mask: each bin goes to the loudest stem, the first of equally loud ones.
final class IdealBinaryMask implements OracleMask {
  @Override
  public FrameFilter of(float[][][][] stems) {
    return (t, mix, estimates) -> {
      for (int channel = 0; channel < mix.length; channel++) {
        for (int bin = 0; bin < mix[channel].length / 2; bin++) {
          int loudest = 0;
          for (int stem = 1; stem < stems.length; stem++) {
            if (OracleSpectra.power(stems[stem][channel][t], bin)
                > OracleSpectra.power(stems[loudest][channel][t], bin)) {
              loudest = stem;
            }
          }
          for (int stem = 0; stem < stems.length; stem++) {
            float share = stem == loudest ? 1 : 0;
            estimates[stem][channel][2 * bin] = share * mix[channel][2 * bin];
            estimates[stem][channel][2 * bin + 1] = share * mix[channel][2 * bin + 1];
          }
        }
      }
    };
  }
}
