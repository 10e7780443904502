package dev.isolator.dataset.sing;

import java.util.Arrays;

/// The fundamental frequency of a clip over time, smoothed and without gaps.
///
/// It is measured every 10 ms. Unvoiced frames take the last voiced pitch. A running median over 70
/// ms removes single wrong values, which are often wrong by an octave.
///
/// @param notes MIDI note numbers, `[frames]`; empty where nothing is voiced
/// @param hop samples between two values
@SuppressWarnings("ArrayRecordComponent") // a carrier between stages: never compared or hashed
record PitchContour(double[] notes, int hop) {
  private static final int REACH = 3;

  static PitchContour of(float[] clip, int sampleRate) {
    int hop = sampleRate / 100;
    double[] hertz = PitchTracker.track(clip, sampleRate, hop);
    int first = 0;
    while (first < hertz.length && !(hertz[first] > 0)) {
      first++;
    }
    if (first == hertz.length) {
      return new PitchContour(new double[0], hop);
    }
    var notes = new double[hertz.length];
    double last = PitchTracker.note(hertz[first]);
    for (int t = 0; t < notes.length; t++) {
      last = hertz[t] > 0 ? PitchTracker.note(hertz[t]) : last;
      notes[t] = last;
    }
    var smooth = new double[notes.length];
    for (int t = 0; t < notes.length; t++) {
      double[] near =
          Arrays.copyOfRange(notes, Math.max(0, t - REACH), Math.min(notes.length, t + REACH + 1));
      Arrays.sort(near);
      smooth[t] = near[near.length / 2];
    }
    return new PitchContour(smooth, hop);
  }

  /// The note at a sample of the clip, linearly interpolated; NaN if nothing is voiced.
  double noteAt(double sample) {
    if (notes.length == 0) {
      return Double.NaN;
    }
    double at = Math.clamp(sample / hop, 0, notes.length - 1);
    int whole = Math.min((int) at, Math.max(0, notes.length - 2));
    double next = notes[Math.min(whole + 1, notes.length - 1)];
    return notes[whole] + (next - notes[whole]) * (at - whole);
  }
}
