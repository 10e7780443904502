package dev.isolator.dataset.sing;

import java.util.Arrays;

/// The melody that a clip was recorded with, smooth and without gaps.
///
/// Pitch read every 10 ms; where nothing is voiced, the last voiced pitch holds on; single frames
/// that were misread, by an octave as often as not, fall to a median over 70 ms.
///
/// @param notes MIDI note numbers, `[frames]`; empty where nothing is voiced
/// @param hop samples between two of them
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

  /// The note at a sample of the clip, between frames on a straight line; NaN where nothing is
  /// voiced.
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
