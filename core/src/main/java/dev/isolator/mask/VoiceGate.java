package dev.isolator.mask;

import dev.isolator.spectrum.Window;

/// A gate on the vocals that the voice's probability opens and closes, with hysteresis. Soft edges,
/// before and after, keep the first consonant and the last breath.
///
/// Frame `t` is *voiced* once the probability reached [#ON] and until it falls below [#OFF]. The
/// gain is 1 for voiced frames and those within [#HOLD_SECONDS] of one, and falls along half a Hann
/// window to 0 within [#FADE_SECONDS] more, on both sides. So the gain of a frame depends on what
/// comes [#reach()] frames after it, and on everything before. Probabilities are given in the
/// song's order, and gains are asked for in the same order. One song, one thread.
public final class VoiceGate {
  /// Probability at which the gate opens.
  public static final double ON = 0.5;

  /// Probability below which it closes.
  public static final double OFF = 0.3;

  /// How far from a voiced frame the gain is still 1, on both sides.
  public static final double HOLD_SECONDS = 0.1;

  /// How long the gain takes from 1 to 0, beyond the hold.
  public static final double FADE_SECONDS = 0.1;

  private final int hold;
  private final int fade;

  /// Its second half falls from 1 to 0 in `fade + 1` frames.
  private final double[] window;

  /// Whether a frame is voiced: frame `t` at `t` modulo the length.
  private final boolean[] voiced;

  private boolean open;
  private long given;

  /// @param frameSeconds from one frame to the next
  public VoiceGate(double frameSeconds) {
    this.hold = (int) Math.ceil(HOLD_SECONDS / frameSeconds);
    this.fade = (int) Math.ceil(FADE_SECONDS / frameSeconds);
    this.window = Window.hann(2 * (fade + 1));
    this.voiced = new boolean[2 * (hold + fade) + 1];
  }

  /// Frames after a frame that its gain depends on.
  public static int reach(double frameSeconds) {
    return (int) Math.ceil(HOLD_SECONDS / frameSeconds)
        + (int) Math.ceil(FADE_SECONDS / frameSeconds);
  }

  /// Frames after a frame that its gain depends on.
  public int reach() {
    return hold + fade;
  }

  /// Frames whose probabilities were given.
  public long given() {
    return given;
  }

  /// Gives the next frame's probability; NaN counts as no voice.
  public void give(float probability) {
    open = probability >= (open ? OFF : ON);
    voiced[(int) (given % voiced.length)] = open;
    given++;
  }

  /// The gain of a frame, 0 to 1, when exactly [#reach()] frames after it were given.
  public float gain() {
    long frame = given - 1 - reach();
    if (frame < 0) {
      throw new IllegalStateException(
          "expected more than %d frames to be given first, were %d".formatted(reach(), given));
    }
    for (int distance = 0; distance <= reach(); distance++) {
      if (voiced[(int) ((frame + distance) % voiced.length)]
          || (frame >= distance && voiced[(int) ((frame - distance) % voiced.length)])) {
        return (float) window[fade + 1 + Math.max(0, distance - hold)];
      }
    }
    return 0;
  }
}
