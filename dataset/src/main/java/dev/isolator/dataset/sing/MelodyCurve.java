package dev.isolator.dataset.sing;

/// A pitch that moves: steps, glides between them, vibrato.
///
/// @param times seconds at which each step begins, ascending from 0, `[steps]`
/// @param semitones of each step, `[steps]`
/// @param glideSeconds from one step to the next
/// @param vibratoHz rate
/// @param vibratoSemitones to either side, reached 0.3 s into a step
@SuppressWarnings("ArrayRecordComponent") // a carrier between stages: never compared or hashed
record MelodyCurve(
    double[] times,
    double[] semitones,
    double glideSeconds,
    double vibratoHz,
    double vibratoSemitones) {
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

  /// The same, moved and squeezed about 0.
  MelodyCurve with(double shift, double scale) {
    var moved = new double[semitones.length];
    for (int i = 0; i < moved.length; i++) {
      moved[i] = semitones[i] * scale + shift;
    }
    return new MelodyCurve(times, moved, glideSeconds, vibratoHz, vibratoSemitones);
  }
}
