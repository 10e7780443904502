package dev.isolator.dataset.soundfont;

/// An envelope with delay, attack, hold, decay, sustain and release, section 9.1.7. Attack is
/// linear in amplitude; decay and release are linear in decibels for the volume, linear in value
/// for the modulation.
final class Envelope {
  /// Attenuation that counts as silence: 100 dB.
  private static final double SILENCE_CB = 1000;

  private final boolean volume;
  private final double delay;
  private final double attack;
  private final double hold;
  private final double decay;
  private final double release;

  /// Decrease from the peak to the sustain level, 0 to 1; for the volume, 1 stands for
  /// [#SILENCE_CB].
  private final double sustainDrop;

  private double time;
  private double released = -1;
  private double dropAtRelease;

  /// @param gens the region's generators
  /// @param first the envelope's delay generator
  Envelope(int[] gens, int first, int key, boolean volume) {
    this.volume = volume;
    delay = Cents.seconds(gens[first]);
    attack = Cents.seconds(gens[first + Generator.ATTACK]);
    hold =
        Cents.seconds(
            gens[first + Generator.HOLD] + gens[first + Generator.KEY_TO_HOLD] * (60 - key));
    decay =
        Cents.seconds(
            gens[first + Generator.DECAY] + gens[first + Generator.KEY_TO_DECAY] * (60 - key));
    sustainDrop = Math.clamp(gens[first + Generator.SUSTAIN] / 1000.0, 0, 1);
    // at least 2 ms, against clicks
    release = Math.max(0.002, Cents.seconds(gens[first + Generator.RELEASE]));
  }

  void advance(double seconds) {
    time += seconds;
  }

  void release() {
    if (released < 0) {
      double now = value();
      dropAtRelease = volume ? dropOf(now) : 1 - now;
      released = time;
    }
  }

  private static double dropOf(double gain) {
    return gain > 1e-5 ? -200 * StrictMath.log10(gain) / SILENCE_CB : 1;
  }

  /// The current value, 0 to 1: a gain for the volume, a share for the modulation.
  double value() {
    double drop;
    if (released >= 0) {
      drop = dropAtRelease + (time - released) / release;
    } else if (time < delay) {
      return 0;
    } else if (time < delay + attack) {
      return (time - delay) / attack;
    } else {
      double past = time - delay - attack - hold;
      drop = past <= 0 ? 0 : decay > 0 ? Math.min(sustainDrop, past / decay) : sustainDrop;
    }
    if (drop >= 1) {
      return 0;
    }
    return volume ? Cents.gain(drop * SILENCE_CB) : 1 - drop;
  }

  /// Whether the envelope will stay at 0.
  boolean isOver() {
    boolean started = time > delay + attack;
    boolean diedAway = started && sustainDrop >= 1 && time > delay + attack + hold + decay;
    return (released >= 0 || diedAway) && value() <= 0;
  }
}
