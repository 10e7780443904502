package dev.isolator.model;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// How the answers of an ensemble's members become one.
///
/// | kind | of masks | of waves |
/// |---|---|---|
/// | [#MEAN] | the weighted mean | the weighted mean, sample by sample |
/// | [#MEDIAN] | the weighted median | in each bin the spectrum whose magnitude is the weighted median |
/// | [#MINIMUM], [#MAXIMUM] | the least, the greatest | in each bin the spectrum of least, of greatest magnitude |
///
/// Masks multiply the same spectrum, so those of masks are those of magnitudes. Transforms are
/// linear, so the mean of masks gives the mean of waves.
public enum Combination {
  /// Errors that members do not share cancel in part: the default.
  MEAN,
  /// One member that errs does not count. With two members it is their mean.
  MEDIAN,
  /// Only what all members give to a stem: little of the others gets in, more of it is missing.
  MINIMUM,
  /// All that any member gives to a stem: little is missing, more of the others gets in.
  MAXIMUM;

  /// What users type: `mean`, `median`, `min`, `max`.
  public String word() {
    return switch (this) {
      case MEAN -> "mean";
      case MEDIAN -> "median";
      case MINIMUM -> "min";
      case MAXIMUM -> "max";
    };
  }

  /// Reads [#word()], or the kind's whole name, in any case.
  ///
  /// @throws IllegalArgumentException if it is none
  public static Combination of(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    for (var kind : values()) {
      if (lower.equals(kind.word()) || lower.equals(kind.name().toLowerCase(Locale.ROOT))) {
        return kind;
      }
    }
    throw new IllegalArgumentException(
        "expected one of %s, found %s"
            .formatted(
                Stream.of(values()).map(Combination::word).collect(Collectors.joining(", ")),
                text));
  }

  /// Whether members may count differently.
  public boolean isWeighted() {
    return this == MEAN || this == MEDIAN;
  }

  /// One value for each member's → their combination. Allocates nothing.
  ///
  /// @param values of the members, 0 or more
  /// @param weights of the members, above 0
  /// @param chosen room for two indices, overwritten
  double of(double[] values, double[] weights, int[] chosen) {
    if (this == MEAN) {
      double sum = 0;
      double weightSum = 0;
      for (int member = 0; member < values.length; member++) {
        sum += weights[member] * values[member];
        weightSum += weights[member];
      }
      return sum / weightSum;
    }
    choose(values, weights, chosen);
    return 0.5 * (values[chosen[0]] + values[chosen[1]]);
  }

  /// Which members' answers are taken, by magnitude; of two alike the earlier. Not for [#MEAN].
  /// Allocates nothing.
  ///
  /// @param magnitudes of the members, 0 or more
  /// @param weights of the members, above 0
  /// @param chosen two indices, overwritten; the answer is the mean of both, which differ only for
  ///   a median that lies between two members
  public void choose(double[] magnitudes, double[] weights, int[] chosen) {
    switch (this) {
      case MINIMUM, MAXIMUM -> {
        int extreme = 0;
        for (int member = 1; member < magnitudes.length; member++) {
          double further = magnitudes[member] - magnitudes[extreme];
          if (this == MINIMUM ? further < 0 : further > 0) {
            extreme = member;
          }
        }
        chosen[0] = extreme;
        chosen[1] = extreme;
      }
      case MEDIAN -> median(magnitudes, weights, chosen);
      case MEAN -> throw new IllegalStateException("the mean takes all members' answers");
    }
  }

  /// The members below and above which no more than half of the weight lies.
  private static void median(double[] magnitudes, double[] weights, int[] chosen) {
    double half = 0;
    for (double weight : weights) {
      half += weight / 2;
    }
    for (int member = 0; member < magnitudes.length; member++) {
      double below = 0; // the weight of those before the member in the order of magnitudes
      for (int other = 0; other < magnitudes.length; other++) {
        boolean earlier =
            magnitudes[other] < magnitudes[member]
                || (magnitudes[other] == magnitudes[member] && other < member);
        below += earlier ? weights[other] : 0;
      }
      if (below < half && below + weights[member] >= half) {
        chosen[0] = member;
        if (below + weights[member] > half) {
          chosen[1] = member;
          return;
        }
      }
      if (below == half) {
        chosen[1] = member;
      }
    }
  }
}
