package dev.isolator.dataset.pair;

import dev.isolator.dataset.recording.Recording;

/// Defects of one recording: silence and clipping.
///
/// @param peak largest magnitude, full scale 1.0
/// @param clippedShare share of samples in runs of four or more at one same largest magnitude
record Defects(double peak, double clippedShare) {
  /// Recordings with a lower peak count as silent: −70 dBFS.
  static final double SILENCE = 3.2e-4;

  private static final int RUN = 4;

  static Defects of(Recording recording) {
    double peak = 0;
    long clipped = 0;
    for (float[] channel : recording.samples()) {
      float most = 0;
      for (float x : channel) {
        most = Math.max(most, Math.abs(x));
      }
      peak = Math.max(peak, most);
      int run = 0;
      float edge = most * 0.9999f;
      for (float x : channel) {
        run = most > 0 && Math.abs(x) >= edge ? run + 1 : 0;
        clipped += run == RUN ? RUN : run > RUN ? 1 : 0;
      }
    }
    long samples = (long) recording.channels() * recording.frames();
    return new Defects(peak, samples == 0 ? 0 : (double) clipped / samples);
  }

  boolean silent() {
    return !(peak > SILENCE);
  }
}
