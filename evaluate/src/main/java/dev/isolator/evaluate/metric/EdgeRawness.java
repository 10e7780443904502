package dev.isolator.evaluate.metric;

import dev.isolator.voice.StemLevel;
import dev.isolator.voice.VoiceSpan;

/// How raw the cuts are at which an estimated voice comes in and goes out: the energy of jumps of
/// its level that the true voice does not make, in dB against the energy of the true voice there.
///
/// With `a(t)` the root mean square of an estimate over 10 ms, and `v(t)` that of the truth,
///
/// `10 log₁₀ ( Σ max(0, |a(t) − a(t−1)| − |v(t) − v(t−1)|)² / Σ v(t)² )`,
///
/// summed over all `t` within 0.1 s of an onset or an end of the true voice, or of the estimate:
/// both timelines are those of [StemLevel]. Higher is rawer. The measure is ours: published ones
/// rate clicks, which are shorter than what a mask cuts.
public final class EdgeRawness {
  private static final double FRAME_SECONDS = 0.01;
  private static final int AROUND = 10;

  /// What is less is reported as this.
  private static final double LEAST_DB = -80;

  private EdgeRawness() {}

  /// The rawness in dB, −80 or more; NaN where no voice begins or ends.
  ///
  /// @param truth the true vocals
  /// @param estimate of the same shape
  public static double of(Pcm16 truth, Pcm16 estimate) {
    ShapeCheck.check(truth, estimate);
    double[] sung = levels(truth);
    double[] found = levels(estimate);
    var near = new boolean[sung.length];
    markEdges(truth, near);
    markEdges(estimate, near);
    double jumps = 0;
    double energy = 0;
    for (int t = 1; t < near.length; t++) {
      if (near[t]) {
        double excess = Math.abs(found[t] - found[t - 1]) - Math.abs(sung[t] - sung[t - 1]);
        jumps += excess > 0 ? excess * excess : 0;
        energy += sung[t] * sung[t];
      }
    }
    if (!(energy > 0)) {
      return Double.NaN;
    }
    return Math.max(LEAST_DB, 10 * Math.log10(jumps / energy));
  }

  private static int frameLength(Pcm16 sound) {
    return Math.max(1, (int) Math.round(FRAME_SECONDS * sound.sampleRate()));
  }

  private static double[] levels(Pcm16 sound) {
    int length = frameLength(sound);
    var levels = new double[sound.frames() / length];
    for (int t = 0; t < levels.length; t++) {
      double sum = 0;
      for (short[] channel : sound.samples()) {
        for (int i = t * length; i < (t + 1) * length; i++) {
          sum += (double) channel[i] * channel[i];
        }
      }
      levels[t] = Math.sqrt(sum / ((double) length * sound.channels()));
    }
    return levels;
  }

  private static void markEdges(Pcm16 sound, boolean[] near) {
    var timeline = StemLevel.defaults().of(sound.toFloat(), sound.sampleRate());
    double seconds = (double) frameLength(sound) / sound.sampleRate();
    for (VoiceSpan span : timeline.spans()) {
      mark(span.startSeconds() / seconds, near);
      mark(span.endSeconds() / seconds, near);
    }
  }

  private static void mark(double place, boolean[] near) {
    int middle = (int) Math.round(place);
    for (int t = Math.max(0, middle - AROUND); t <= middle + AROUND && t < near.length; t++) {
      near[t] = true;
    }
  }
}
