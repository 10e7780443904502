package dev.isolator.train.loop;

/// The learning rate over time: a linear warm-up, a plateau, then half a cosine down.
///
/// @param rate of the plateau
/// @param warmUpSteps steps until the plateau is reached
/// @param plateau share of the whole after which the rate falls, 0 to 1
/// @param last share of `rate` that is left at the end
public record Schedule(double rate, int warmUpSteps, double plateau, double last) {
  public static Schedule defaults() {
    return new Schedule(1e-3, 200, 0.6, 0.01);
  }

  public Schedule {
    if (!(rate > 0 && rate <= 1)) {
      throw new IllegalArgumentException("rate must be above 0 and at most 1, was " + rate);
    }
    if (warmUpSteps < 0) {
      throw new IllegalArgumentException("warmUpSteps must be at least 0, was " + warmUpSteps);
    }
    if (!(plateau >= 0 && plateau <= 1)) {
      throw new IllegalArgumentException("plateau must be from 0 to 1, was " + plateau);
    }
    if (!(last >= 0 && last <= 1)) {
      throw new IllegalArgumentException("last must be from 0 to 1, was " + last);
    }
  }

  /// The rate of a step.
  ///
  /// @param step 0 for the first one
  /// @param done share of the whole that is done, 0 to 1
  public double at(long step, double done) {
    double warm = warmUpSteps == 0 ? 1 : Math.min(1, (step + 1.0) / warmUpSteps);
    double fall = plateau >= 1 ? 0 : Math.clamp((done - plateau) / (1 - plateau), 0, 1);
    return rate * warm * (last + (1 - last) * (0.5 + 0.5 * Math.cos(Math.PI * fall)));
  }
}
