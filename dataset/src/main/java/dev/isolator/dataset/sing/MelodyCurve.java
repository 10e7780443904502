package dev.isolator.dataset.sing;

/// A pitch shift over time: steps, glides between them, and vibrato.
///
/// @param times start of each step in seconds, ascending from 0, `[steps]`
/// @param semitones pitch of each step, `[steps]`
/// @param glideSeconds duration of the glide to each step
/// @param vibratoHz rate of the vibrato
/// @param vibratoSemitones depth to either side, reached 0.3 s after the start of a step
/// @param home MIDI note of 0 semitones, if this melody replaces the clip's own; NaN if it is added
///   to the clip's own melody
@SuppressWarnings("ArrayRecordComponent") // a carrier between stages: never compared or hashed
record MelodyCurve(
    double[] times,
    double[] semitones,
    double glideSeconds,
    double vibratoHz,
    double vibratoSemitones,
    double home) {
  private static final double VIBRATO_ONSET = 0.3;

  /// Pitch at a moment, in semitones.
  double at(double seconds) {
    int step = 0;
    while (step + 1 < times.length && times[step + 1] <= seconds) {
      step++;
    }
    double since = seconds - times[step];
    double pitch = semitones[step];
    if (step > 0 && since < glideSeconds) {
      double x = since / glideSeconds;
      double eased = x * x * (3 - 2 * x);
      pitch = semitones[step - 1] + (pitch - semitones[step - 1]) * eased;
    }
    double depth = vibratoSemitones * Math.clamp(since / VIBRATO_ONSET, 0, 1);
    return pitch + depth * StrictMath.sin(2 * Math.PI * vibratoHz * seconds);
  }

  /// Semitones by which the recording must be shifted at a moment.
  ///
  /// @param note MIDI note number of the recording at that moment; NaN where unvoiced
  double against(double seconds, double note) {
    double own = Double.isNaN(home) || Double.isNaN(note) ? 0 : note - home;
    return at(seconds) - own;
  }

  /// The same with its semitones scaled, then shifted.
  MelodyCurve with(double shift, double scale) {
    var moved = new double[semitones.length];
    for (int i = 0; i < moved.length; i++) {
      moved[i] = semitones[i] * scale + shift;
    }
    return new MelodyCurve(times, moved, glideSeconds, vibratoHz, vibratoSemitones, home);
  }
}
