package dev.isolator.train.voice;

import java.util.SplittableRandom;

/// A fixed number of micro-samples, of which a share is held out: a run learns from the others,
/// again and again, and is examined with those that it never learnt from.
///
/// Neighbours of what is held out are learnt from, of the same singers in the same mixes. So what
/// this measures is how well a network tells what it has nearly heard, as articles that split their
/// material by micro-sample do; songs of other people are what a validation set is for.
///
/// Source: M. Gazzaruso's Isolator (98.8 % of one million micro-samples, split 80 to 20).
///
/// @param count micro-samples in all; 0 = there are always new ones, and none is held out
/// @param heldOut share of them that is held out, above 0 and below 1; 0 with a count of 0
public record MicroSampleSplit(long count, double heldOut) {
  /// There are always new micro-samples.
  public static final MicroSampleSplit NONE = new MicroSampleSplit(0, 0);

  private static final long MOST = 1L << 40;

  public MicroSampleSplit {
    if (count < 0 || count > MOST) {
      throw new IllegalArgumentException(
          "count must be from 0 to %d micro-samples, was %d".formatted(MOST, count));
    }
    boolean inRange = count == 0 ? heldOut == 0 : heldOut > 0 && heldOut < 1;
    if (!inRange) {
      throw new IllegalArgumentException("heldOut must be above 0 and below 1, was " + heldOut);
    }
  }

  /// Whether the micro-samples are fixed.
  public boolean isOn() {
    return count > 0;
  }

  /// How many different mixes have all the micro-samples.
  ///
  /// @param ofMix micro-samples of a mix
  /// @return 0 where there are always new ones
  public long mixes(int ofMix) {
    return Math.ceilDiv(count, (long) ofMix);
  }

  /// Which of a mix's micro-samples are held out; the same places in every mix, drawn once.
  ///
  /// @param ofMix micro-samples of a mix
  public boolean[] heldOut(int ofMix) {
    var random = new SplittableRandom(ofMix);
    var held = new boolean[ofMix];
    for (int t = 0; t < ofMix; t++) {
      held[t] = random.nextDouble() < heldOut;
    }
    return held;
  }
}
