package dev.isolator.train.loss;

import dev.isolator.train.family.Head;
import java.util.EnumSet;
import java.util.Locale;

/// What a network is trained to minimise.
public enum LossKind {
  /// The default of the network's head: `COMPRESSED` on bands, `SQUARE` on bins, cross entropy for
  /// voice.
  DEFAULT,
  /// L1 between square roots of magnitudes, plus a tenth of the complex distance: see [MaskLoss].
  COMPRESSED,
  /// L1 between complex spectra, real and imaginary part apart, over the mixture's rms.
  COMPLEX,
  /// Mean square distance between masks and their targets; on bands these are the stems' shares of
  /// magnitude.
  SQUARE,
  /// Cross entropy between masks and their targets, taken as probabilities.
  ENTROPY;

  /// Refuses a loss that is not defined for a head.
  public static void require(LossKind kind, Head head) {
    var possible =
        switch (head) {
          case Head.Bands _ -> EnumSet.of(COMPRESSED, COMPLEX, SQUARE, ENTROPY);
          case Head.Bins(var target) ->
              target == Head.Target.MAGNITUDE ? EnumSet.of(SQUARE) : EnumSet.of(SQUARE, ENTROPY);
          case Head.VoiceAndShares _ -> EnumSet.of(COMPRESSED);
          case Head.Voice _ -> EnumSet.of(ENTROPY);
        };
    if (kind != DEFAULT && !possible.contains(kind)) {
      throw new IllegalArgumentException(
          "loss of such a network must be %s, was %s"
              .formatted(
                  String.join(" or ", possible.stream().map(LossKind::toString).toList()), kind));
    }
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
