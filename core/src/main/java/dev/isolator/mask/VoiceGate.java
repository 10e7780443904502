package dev.isolator.mask;

import dev.isolator.spectrum.Window;

/// A gate on the vocals that the voice's probability opens and closes, with hysteresis. Soft edges,
/// before and after, keep the first consonant and the last breath.
///
/// Frame `t` is *voiced* once the probability reached [#ON] and until it falls below [#OFF]. The
/// gain is 1 for voiced frames and those within [#HOLD_SECONDS] of one, and falls along half a Hann
/// window to 0 within [#FADE_SECONDS] more, on both sides. [GateSettings] may say otherwise, and
/// ask for a median of the probabilities first. So the gain of a frame depends on what comes
/// [#reach()] frames after it, and on everything before. Probabilities are given in the song's
/// order, and gains are asked for in the same order. One song, one thread.
public final class VoiceGate {
  /// Probability at which the gate opens.
  public static final double ON = 0.5;

  /// Probability below which it closes.
  public static final double OFF = 0.3;

  /// How far from a voiced frame the gain is still 1, on both sides.
  public static final double HOLD_SECONDS = 0.1;

  /// How long the gain takes from 1 to 0, beyond the hold.
  public static final double FADE_SECONDS = 0.1;

  private final double on;
  private final double off;
  private final int hold;
  private final int fade;

  /// Its second half falls from 1 to 0 in `fade + 1` frames.
  private final double[] window;

  /// Whether a frame is voiced: frame `t` at `t` modulo the length.
  private final boolean[] voiced;

  private final RunningMedian median;
  private boolean open;
  private long given;
  private long decided;

  /// A gate with the defaults.
  ///
  /// @param frameSeconds from one frame to the next
  public VoiceGate(double frameSeconds) {
    this(GateSettings.BY_CARD, frameSeconds);
  }

  /// @param settings thresholds that are NaN are [#ON] and [#OFF], and there is no median
  /// @param frameSeconds from one frame to the next
  public VoiceGate(GateSettings settings, double frameSeconds) {
    this.on = Double.isNaN(settings.on()) ? ON : settings.on();
    this.off = Double.isNaN(settings.off()) ? Math.min(OFF, on) : settings.off();
    this.hold = frames(settings.holdSeconds(), frameSeconds);
    this.fade = frames(settings.fadeSeconds(), frameSeconds);
    this.window = Window.hann(2 * (fade + 1));
    this.voiced = new boolean[2 * (hold + fade) + 1];
    this.median = new RunningMedian(medianFrames(settings, frameSeconds));
  }

  private static int frames(double seconds, double frameSeconds) {
    return (int) Math.ceil(seconds / frameSeconds);
  }

  private static int medianFrames(GateSettings settings, double frameSeconds) {
    return settings.medianSeconds() > 0
        ? (int) Math.round(settings.medianSeconds() / 2 / frameSeconds)
        : 0;
  }

  /// Frames after a frame that its gain depends on, with the defaults.
  public static int reach(double frameSeconds) {
    return reach(GateSettings.BY_CARD, frameSeconds);
  }

  /// Frames after a frame that its gain depends on.
  public static int reach(GateSettings settings, double frameSeconds) {
    return frames(settings.holdSeconds(), frameSeconds)
        + frames(settings.fadeSeconds(), frameSeconds)
        + medianFrames(settings, frameSeconds);
  }

  /// Frames after a frame that its gain depends on.
  public int reach() {
    return hold + fade + median.lag();
  }

  /// Frames whose probabilities were given.
  public long given() {
    return given;
  }

  /// Gives the next frame's probability; NaN counts as no voice.
  public void give(float probability) {
    given++;
    median.add(probability >= 0 ? probability : 0);
    if (given <= median.lag()) {
      return; // of a frame before the song
    }
    open = median.value() >= (open ? off : on);
    voiced[(int) (decided % voiced.length)] = open;
    decided++;
  }

  /// The gain of a frame, 0 to 1, when exactly [#reach()] frames after it were given.
  public float gain() {
    int around = hold + fade;
    long frame = decided - 1 - around;
    if (frame < 0) {
      throw new IllegalStateException(
          "expected more than %d frames to be given first, were %d".formatted(reach(), given));
    }
    for (int distance = 0; distance <= around; distance++) {
      if (voiced[(int) ((frame + distance) % voiced.length)]
          || (frame >= distance && voiced[(int) ((frame - distance) % voiced.length)])) {
        return (float) window[fade + 1 + Math.max(0, distance - hold)];
      }
    }
    return 0;
  }
}
