package dev.isolator.dataset.sing;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// The lead line: which pieces of one singer's clips come when, and on which notes.
///
/// @param pieces in order of time
record LeadVocal(List<ClipPlacement> pieces) {
  /// Level that every piece is brought to before its own ±3 dB, rms of full scale.
  private static final double LEVEL = 0.1;

  private static final double SUNG = 0.25;

  /// Composes a line.
  ///
  /// Pieces of 0.6 to 4 s follow each other in phrases of one to five with pauses of 0.2 to 1.6 s
  /// between phrases; where the tune has notes, the clip is bent onto them, else it walks over a
  /// scale, moved by `shift` semitones.
  ///
  /// @param frames of the track
  /// @param shift semitones, −9 to 6; moves the formants, too: more singers out of few
  static LeadVocal compose(
      SplittableRandom random,
      SingerClips voice,
      Melody tune,
      int frames,
      double shift,
      int sampleRate) {
    var pieces = new ArrayList<ClipPlacement>();
    int at = (int) (0.6 * random.nextDouble() * sampleRate);
    int inPhrase = 1 + random.nextInt(5);
    while (at < frames) {
      at = tune.begin(at, sampleRate);
      if (at >= frames) {
        break;
      }
      var clip = voice.clips().get(random.nextInt(voice.clips().size()));
      double seconds =
          Math.min(0.6 + 3.4 * random.nextDouble(), (double) clip.samples().length / sampleRate);
      int length = Math.min((int) (seconds * sampleRate), frames - at);
      int start = random.nextInt(Math.max(1, clip.samples().length - length));
      var melody = tune.curve(random, clip, (double) at / sampleRate, seconds, shift);
      double level = LEVEL * gain(6 * random.nextDouble() - 3) / rms(clip, start, length);
      pieces.add(new ClipPlacement(at, length, clip, start, melody, level));
      at += length;
      inPhrase--;
      if (inPhrase <= 0) {
        at += (int) ((0.2 + 1.4 * random.nextDouble()) * sampleRate);
        inPhrase = 1 + random.nextInt(5);
      }
    }
    return new LeadVocal(List.copyOf(pieces));
  }

  /// Share of the steps that is kept for clips that are melodies already.
  static double stepsFor(VoiceClip clip, int sampleRate) {
    return clip.samples().length > 2.5 * sampleRate ? SUNG : 1;
  }

  private static double gain(double decibels) {
    return dev.isolator.dataset.effect.StrictDecibels.gain(decibels);
  }

  private static double rms(VoiceClip clip, int start, int length) {
    double sum = 0;
    int to = Math.min(clip.samples().length, start + length);
    for (int i = start; i < to; i++) {
      sum += (double) clip.samples()[i] * clip.samples()[i];
    }
    return Math.max(0.003, Math.sqrt(sum / Math.max(1, to - start)));
  }

  /// Sounds the line.
  ///
  /// @param interval semitones above the lead: 0 for the lead and its doubles
  /// @param loose seconds by which each piece comes early or late at most
  /// @param formants what becomes of the formants
  float[] sound(
      SplittableRandom random,
      int frames,
      double interval,
      double loose,
      Formants formants,
      int sampleRate) {
    var track = new float[frames];
    int fade = (int) (0.015 * sampleRate);
    for (ClipPlacement piece : pieces) {
      int at = piece.at() + (int) ((2 * random.nextDouble() - 1) * loose * sampleRate);
      double detune = loose > 0 ? 0.24 * random.nextDouble() - 0.12 : 0;
      var melody = piece.melody().with(interval + detune, 1);
      float[] sung =
          formants.read(piece.clip().samples(), piece.start(), piece.frames(), melody, sampleRate);
      int n = sung.length;
      for (int i = 0; i < n; i++) {
        int to = at + i;
        if (to >= 0 && to < frames) {
          double edge = Math.min(1, Math.min((i + 0.5) / fade, (n - i - 0.5) / fade));
          track[to] += (float) (sung[i] * piece.gain() * edge);
        }
      }
    }
    return track;
  }
}
