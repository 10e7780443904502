package dev.isolator.train.loop;

/// The learning rate over time: a linear warm-up, a constant share, then half a cosine down.
///
/// Source of the cosine: Loshchilov and Hutter, ICLR 2017, section 3 (without restarts).
///
/// @param rate while it is constant, 0 to 1; default 0.001
/// @param warmUpSteps steps until that rate is reached; default 200
/// @param constantShare share of the budget after which the rate falls, 0 to 1; default 0.6
/// @param finalRate what is left of the rate at the end, as a share of it, 0 to 1; default 0.01
public record Schedule(double rate, int warmUpSteps, double constantShare, double finalRate) {
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
    if (!(constantShare >= 0 && constantShare <= 1)) {
      throw new IllegalArgumentException("constantShare must be from 0 to 1, was " + constantShare);
    }
    if (!(finalRate >= 0 && finalRate <= 1)) {
      throw new IllegalArgumentException("finalRate must be from 0 to 1, was " + finalRate);
    }
  }

  /// The rate of a step.
  ///
  /// @param step 0 for the first one that the optimiser's moments begin with
  /// @param done share of the budget that is used up, 0 to 1
  public double at(long step, double done) {
    double warm = warmUpSteps == 0 ? 1 : Math.min(1, (step + 1.0) / warmUpSteps);
    double fall =
        constantShare >= 1 ? 0 : Math.clamp((done - constantShare) / (1 - constantShare), 0, 1);
    return rate * warm * (finalRate + (1 - finalRate) * (0.5 + 0.5 * Math.cos(Math.PI * fall)));
  }
}
