package dev.isolator.dataset.sing;

import java.util.Arrays;

/// Shifts pitch and keeps formants: two periods around each pitch mark are cut out under a Hann
/// window and added up again at another distance. Unvoiced parts are copied, so consonants do not
/// change.
///
/// Source: Moulines and Charpentier, *Pitch-synchronous waveform processing techniques*, Speech
/// Communication 9, 1990 (TD-PSOLA).
final class PitchSynchronousOverlapAdd {
  /// Distance between the grains of unvoiced sound.
  private static final double UNVOICED_SECONDS = 0.005;

  private PitchSynchronousOverlapAdd() {}

  static float[] read(float[] clip, int start, int frames, MelodyCurve melody, int sampleRate) {
    int hop = sampleRate / 200;
    int first = Math.max(0, Math.min(start, clip.length - frames));
    // a margin on either side, because windows reach beyond the frames
    int cutFrom = Math.max(0, first - sampleRate / 20);
    int cutTo = Math.min(clip.length, first + frames + sampleRate / 10);
    return read(
        Arrays.copyOfRange(clip, cutFrom, cutTo), first - cutFrom, frames, melody, sampleRate, hop);
  }

  private static float[] read(
      float[] clip, int from, int frames, MelodyCurve melody, int sampleRate, int hop) {
    double[] pitch = PitchTracker.track(clip, sampleRate, hop);
    var out = new float[frames];
    double read = from;
    double write = 0;
    while (write < frames) {
      int source = reflect((int) read, clip.length);
      double hz = pitch.length == 0 ? 0 : pitch[Math.min(pitch.length - 1, source / hop)];
      double period = hz > 0 ? sampleRate / hz : UNVOICED_SECONDS * sampleRate;
      int mark = hz > 0 ? mark(clip, source, period) : source;
      double semitones =
          hz > 0
              ? Math.clamp(melody.against(write / sampleRate, PitchTracker.note(hz)), -24, 24)
              : 0;
      double step = period * StrictMath.exp(-semitones / 12 * 0.6931471805599453);
      addGrain(clip, mark, period, out, write, step);
      write += step;
      read += step; // time does not change, only pitch
    }
    return out;
  }

  /// An index inside the clip, reflected at its ends.
  private static int reflect(int at, int length) {
    int cycle = Math.floorMod(at, 2 * length);
    return Math.min(length - 1, cycle < length ? cycle : 2 * length - 1 - cycle);
  }

  /// The pitch mark: the largest sample within half a period.
  private static int mark(float[] clip, int at, double period) {
    int half = (int) (period / 2);
    int best = at;
    for (int i = Math.max(0, at - half); i < Math.min(clip.length, at + half); i++) {
      if (clip[i] > clip[best]) {
        best = i;
      }
    }
    return best;
  }

  /// Adds one grain. Its window is computed with `StrictMath` and has one length for each period,
  /// so neither the table of [dev.isolator.spectrum.Window] nor its arithmetic fits: songs must be
  /// the same bytes on every machine.
  private static void addGrain(
      float[] clip, int mark, double period, float[] out, double at, double step) {
    int half = (int) Math.max(2, period);
    int centre = (int) at; // rounded like the source, so that unvoiced grains join exactly
    double gain =
        Math.min(1.4, step / period); // keeps the level when there are more or fewer grains
    for (int i = -half; i <= half; i++) {
      int source = mark + i;
      int target = centre + i;
      if (source >= 0 && source < clip.length && target >= 0 && target < out.length) {
        double window = 0.5 + 0.5 * StrictMath.cos(Math.PI * i / half);
        out[target] += (float) (clip[source] * window * gain);
      }
    }
  }
}
