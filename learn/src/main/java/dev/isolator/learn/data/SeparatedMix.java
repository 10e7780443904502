package dev.isolator.learn.data;

import dev.isolator.Separator;
import dev.isolator.audio.AudioException;
import dev.isolator.audio.ChannelLayout;
import dev.isolator.dataset.recording.Recording;
import dev.isolator.model.ModelException;
import dev.isolator.separation.StemReceiver;
import dev.isolator.voice.Hysteresis;
import dev.isolator.voice.VoiceTimeline;
import dev.isolator.voice.VoiceTracker;
import java.util.ArrayList;
import java.util.List;

/// A song with the vocals that a model finds in it, and what its segments are worth.
///
/// @param mix the song, `[2][frames]`
/// @param vocals as the model finds them, `[2][frames]`; the music is what is left of the song
/// @param segments of [SegmentFilter#SECONDS] each, from the beginning; what is left at the end is
///   none
@SuppressWarnings("ArrayRecordComponent") // a carrier between two steps: never compared
record SeparatedMix(Recording mix, float[][] vocals, List<SongSegment> segments) {
  /// Energies below this, a frame, are as good as silence: −80 dBFS.
  private static final double DELTA = 1e-8;

  private static final double VOICE_STEP_SECONDS = 0.1;
  private static final int BLOCK = 1 << 14;

  /// Separates a song twice: as it is, and with its channels swapped.
  ///
  /// @param mix in stereo; mono is two channels of the same samples
  static SeparatedMix of(Separator separator, Recording mix) throws AudioException, ModelException {
    int stem = separator.card().stems().indexOf("vocals");
    if (stem < 0) {
      throw new ModelException(
          "%s: expected a model with a stem vocals, found %s; choose another as model in learn.yaml"
              .formatted(
                  separator.card().versionedName(), String.join(", ", separator.card().stems())));
    }
    int frames = mix.frames();
    var vocals = new float[2][frames];
    var tracker = new VoiceTracker(Hysteresis.defaults());
    var at = new int[1];
    var layout = ChannelLayout.ofCount(2);
    StemReceiver keeping =
        (stems, _, count) -> {
          for (int c = 0; c < 2; c++) {
            System.arraycopy(stems[stem][c], 0, vocals[c], at[0], count);
          }
          at[0] += count;
        };
    try (var song = separator.blocks(mix.sampleRate(), layout, keeping, tracker)) {
      give(mix.samples()[0], mix.samples()[1], song::write);
      song.finish();
    }
    int length = (int) Math.round(SegmentFilter.SECONDS * mix.sampleRate());
    var differences = new double[frames / length];
    at[0] = 0;
    StemReceiver comparing =
        (stems, _, count) -> {
          for (int i = 0; i < count; i++) {
            int segment = (at[0] + i) / length;
            if (segment < differences.length) {
              double left = (double) stems[stem][1][i] - vocals[0][at[0] + i];
              double right = (double) stems[stem][0][i] - vocals[1][at[0] + i];
              differences[segment] += left * left + right * right;
            }
          }
          at[0] += count;
        };
    try (var swapped = separator.blocks(mix.sampleRate(), layout, comparing)) {
      give(mix.samples()[1], mix.samples()[0], swapped::write);
      swapped.finish();
    }
    VoiceTimeline timeline = tracker.timeline(mix.seconds());
    return new SeparatedMix(mix, vocals, segments(mix, vocals, differences, timeline, length));
  }

  @FunctionalInterface
  private interface Input {
    void write(float[][] block, int frames) throws AudioException, ModelException;
  }

  private static void give(float[] left, float[] right, Input into)
      throws AudioException, ModelException {
    var block = new float[2][BLOCK];
    for (int from = 0; from < left.length; from += BLOCK) {
      int count = Math.min(BLOCK, left.length - from);
      System.arraycopy(left, from, block[0], 0, count);
      System.arraycopy(right, from, block[1], 0, count);
      into.write(block, count);
    }
  }

  private static List<SongSegment> segments(
      Recording mix, float[][] vocals, double[] differences, VoiceTimeline timeline, int length) {
    var segments = new ArrayList<SongSegment>();
    for (int k = 0; k < differences.length; k++) {
      double song = 0;
      double voice = 0;
      double music = 0;
      double sides = 0;
      for (int i = k * length; i < (k + 1) * length; i++) {
        double side = (double) mix.samples()[0][i] - mix.samples()[1][i];
        sides += side * side;
        for (int c = 0; c < 2; c++) {
          double x = mix.samples()[c][i];
          double v = vocals[c][i];
          song += x * x;
          voice += v * v;
          music += (x - v) * (x - v);
        }
      }
      double floor = DELTA * length;
      double agreement =
          sides <= 1e-6 * song
              ? Double.NaN
              : (ratioDb(voice, differences[k], floor) + ratioDb(music, differences[k], floor)) / 2;
      double start = (double) k * length / mix.sampleRate();
      double end = (double) (k + 1) * length / mix.sampleRate();
      segments.add(
          new SongSegment(
              k,
              start,
              end,
              agreement,
              voiced(timeline, start, end),
              ratioDb(voice, song, floor),
              10 * Math.log10(song / (2.0 * length) + 1e-12)));
    }
    return segments;
  }

  private static double ratioDb(double signal, double other, double floor) {
    return 10 * Math.log10((signal + floor) / (other + floor));
  }

  private static double voiced(VoiceTimeline timeline, double start, double end) {
    int steps = (int) Math.round((end - start) / VOICE_STEP_SECONDS);
    int voiced = 0;
    for (int i = 0; i < steps; i++) {
      voiced += timeline.isVoice(start + (i + 0.5) * VOICE_STEP_SECONDS) ? 1 : 0;
    }
    return steps == 0 ? 0 : (double) voiced / steps;
  }

  /// The vocals, or what is left of the song without them, from a frame to another.
  Recording part(boolean voice, int from, int to) {
    var part = new float[2][to - from];
    for (int c = 0; c < 2; c++) {
      for (int i = from; i < to; i++) {
        part[c][i - from] = voice ? vocals[c][i] : mix.samples()[c][i] - vocals[c][i];
      }
    }
    return new Recording(part, mix.sampleRate());
  }
}
