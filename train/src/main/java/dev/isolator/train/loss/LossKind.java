package dev.isolator.train.loss;

import dev.isolator.train.family.Head;
import java.util.EnumSet;
import java.util.Locale;

/// What a network is punished for.
public enum LossKind {
  /// What suits the network: `COMPRESSED` on bands, `SQUARE` on bins, cross entropy for voice.
  DEFAULT,
  /// L1 between square roots of magnitudes, and a little of the complex distance: see [MaskLoss].
  COMPRESSED,
  /// L1 between complex spectra, real and imaginary part apart, over the mixture's rms.
  COMPLEX,
  /// Mean square distance of masks from what is asked for: on bands the stems' shares of magnitude.
  SQUARE,
  /// Cross entropy between masks and what is asked for, taken as probabilities.
  ENTROPY;

  /// Refuses a loss that a network is not taught by.
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
