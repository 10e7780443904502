package dev.isolator.evaluate.oracle;

import java.util.List;
import java.util.Locale;

/// Masks that are computed from the true stems: the best that a kind of mask can do. The grid is
/// that of the default model: windows of 93 ms (4096 samples at 44.1 kHz), hops of a quarter.
public enum Oracle {
  /// Ideal binary mask: each bin and channel goes whole to the stem that is loudest there.
  ///
  /// Source: Wang, “On ideal binary mask as the computational goal of auditory scene analysis”,
  /// 2005.
  IBM,
  /// Ideal ratio mask: each bin and channel is shared by the stems' powers, the single-channel
  /// Wiener gain.
  ///
  /// Source: Liutkus and Badeau, “Generalized Wiener filtering with fractional power spectrograms”,
  /// ICASSP 2015, eq. 3 with α = 2.
  IRM,
  /// Multichannel Wiener filter with the true powers and the true mean spatial covariances.
  MWF;

  /// The start of all oracles' names.
  public static final String PREFIX = "oracle:";

  /// The oracle of that name, such as `oracle:irm`.
  ///
  /// @throws IllegalArgumentException if there is none; the message lists them
  public static Oracle named(String name) {
    for (var oracle : values()) {
      if (oracle.toString().equals(name)) {
        return oracle;
      }
    }
    throw new IllegalArgumentException(
        "%s: no oracle of that name; there are %s"
            .formatted(
                name,
                String.join(", ", List.of(values()).stream().map(Oracle::toString).toList())));
  }

  /// Separates a mixture whose stems are known.
  ///
  /// @param mix `[channels][n]`, full scale ±1.0
  /// @param stems `[stems][channels][n]`, which should sum to the mix
  /// @return `[stems][channels][n]`
  public float[][][] separate(float[][] mix, float[][][] stems, int sampleRate) {
    return OracleSpectra.filter(mix, stems, sampleRate, rule());
  }

  private OracleMask rule() {
    return switch (this) {
      case IBM -> new IdealBinaryMask();
      case IRM -> new IdealRatioMask();
      case MWF -> new MultichannelWiener();
    };
  }

  /// Its name on the command line, such as `oracle:irm`.
  @Override
  public String toString() {
    return PREFIX + name().toLowerCase(Locale.ROOT);
  }
}
