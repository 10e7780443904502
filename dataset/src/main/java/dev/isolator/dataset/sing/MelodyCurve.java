package dev.isolator.dataset.sing;

/// A pitch that moves: steps, glides between them, vibrato.
///
/// @param times seconds at which each step begins, ascending from 0, `[steps]`
/// @param semitones of each step, `[steps]`
/// @param glideSeconds from one step to the next
/// @param vibratoHz rate
/// @param vibratoSemitones to either side, reached 0.3 s into a step
/// @param home MIDI note that 0 semitones stand for, where the clip's own melody is taken out and
///   this one sung instead; NaN where the clip's own movement stays and this one is added
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

  /// Semitones by which sound that was recorded at a pitch must move.
  ///
  /// @param note MIDI note number of the recording at that moment, NaN where unvoiced
  double against(double seconds, double note) {
    double own = Double.isNaN(home) || Double.isNaN(note) ? 0 : note - home;
    return at(seconds) - own;
  }

  /// The same, moved and squeezed about 0.
  MelodyCurve with(double shift, double scale) {
    var moved = new double[semitones.length];
    for (int i = 0; i < moved.length; i++) {
      moved[i] = semitones[i] * scale + shift;
    }
    return new MelodyCurve(times, moved, glideSeconds, vibratoHz, vibratoSemitones, home);
  }
}
