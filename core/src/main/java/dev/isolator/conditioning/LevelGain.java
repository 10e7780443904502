package dev.isolator.conditioning;

import dev.isolator.spectrum.Window;

/// The gain that brings a song to a level, from the mean square under a Hann window around each
/// frame.
///
/// `gain(t) = min(most, target / √(Σ h(w) e(t + w) / Σ h(w)))`, where `e` is a frame's mean square
/// and 0 outside the song. Frames are added in the song's order; a gain is known once [#reach()]
/// frames after it were added, and for as many frames back as were asked for. Adding and asking may
/// not run at once; asking may, from several threads.
public final class LevelGain {
  private final double target;
  private final double mostGain;
  private final int reach;

  /// `[2 * reach + 1]`, summing to 1.
  private final double[] weights;

  /// Mean square of frame `t` at `t` modulo the length.
  private final double[] squares;

  private long added;

  /// @param frameSeconds from one frame to the next
  /// @param heldFrames frames whose gains may be asked for at a time
  public LevelGain(Normalisation normalisation, double frameSeconds, int heldFrames) {
    this.target = Math.pow(10, normalisation.targetDbfs() / 20);
    this.mostGain = Math.pow(10, normalisation.mostGainDb() / 20);
    this.reach = reach(normalisation, frameSeconds);
    this.weights = new double[2 * reach + 1];
    double[] hann = Window.hann(2 * (reach + 1));
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      weights[i] = hann[i + 1];
      sum += weights[i];
    }
    for (int i = 0; i < weights.length; i++) {
      weights[i] /= sum;
    }
    this.squares = new double[heldFrames + 2 * reach + 1];
  }

  /// Frames before and after a frame that its gain depends on; 0 where there is no target.
  public static int reach(Normalisation normalisation, double frameSeconds) {
    return normalisation.isOn()
        ? Math.max(1, (int) Math.round(normalisation.windowSeconds() / 2 / frameSeconds))
        : 0;
  }

  /// Frames before and after a frame that its gain depends on.
  public int reach() {
    return reach;
  }

  /// Adds the next frame.
  ///
  /// @param meanSquare of its samples, full scale ±1.0
  public void add(double meanSquare) {
    squares[(int) (added % squares.length)] = meanSquare;
    added++;
  }

  /// What the spectrum of a frame is multiplied by.
  ///
  /// @param frame at least 0, [#reach()] frames before the last that was added
  public float gain(long frame) {
    double mean = 0;
    for (int i = 0; i < weights.length; i++) {
      long t = frame + i - reach;
      if (t >= 0 && t < added) {
        mean += weights[i] * squares[(int) (t % squares.length)];
      }
    }
    double gain = target / Math.sqrt(mean);
    return (float) (gain <= mostGain ? gain : mostGain);
  }
}
