package dev.isolator.dataset.sing;

import dev.isolator.dataset.effect.StrictDecibels;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// The lead vocal: which clips of one singer sound when, and on which notes.
///
/// @param placements in order of time
record LeadVocal(List<ClipPlacement> placements) {
  /// Level to which every clip is scaled before its random gain of ±3 dB; root mean square, full
  /// scale 1.0.
  private static final double LEVEL = 0.1;

  /// Share of the melody's steps that is applied to clips that contain a melody of their own.
  private static final double SUNG = 0.25;

  /// Composes a lead vocal.
  ///
  /// Clips of 0.6 to 4 s follow each other in phrases of one to five, with pauses of 0.2 to 1.6 s
  /// between phrases. Each clip follows the melody's pitch, shifted by `shift` semitones.
  ///
  /// @param frames of the track
  /// @param shift semitones, −9 to 6; it moves the formants as well, so that few singers sound like
  ///   many
  static LeadVocal compose(
      SplittableRandom random,
      SingerClips voice,
      Melody tune,
      int frames,
      double shift,
      int sampleRate) {
    var placements = new ArrayList<ClipPlacement>();
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
      placements.add(new ClipPlacement(at, length, clip, start, melody, level));
      at += length;
      inPhrase--;
      if (inPhrase <= 0) {
        at += (int) ((0.2 + 1.4 * random.nextDouble()) * sampleRate);
        inPhrase = 1 + random.nextInt(5);
      }
    }
    return new LeadVocal(List.copyOf(placements));
  }

  /// Share of the melody's steps that is applied to a clip: less for clips of more than 2.5 s,
  /// which contain a melody of their own.
  static double stepsFor(VoiceClip clip, int sampleRate) {
    return clip.samples().length > 2.5 * sampleRate ? SUNG : 1;
  }

  private static double gain(double decibels) {
    return StrictDecibels.gain(decibels);
  }

  private static double rms(VoiceClip clip, int start, int length) {
    double sum = 0;
    int to = Math.min(clip.samples().length, start + length);
    for (int i = start; i < to; i++) {
      sum += (double) clip.samples()[i] * clip.samples()[i];
    }
    return Math.max(0.003, Math.sqrt(sum / Math.max(1, to - start)));
  }

  /// Renders the line.
  ///
  /// @param interval semitones above the lead: 0 for the lead and its doubles
  /// @param loose largest random time shift of each clip, in seconds; above 0 clips are detuned too
  /// @param formants whether formants move with the pitch
  float[] sound(
      SplittableRandom random,
      int frames,
      double interval,
      double loose,
      Formants formants,
      int sampleRate) {
    var track = new float[frames];
    int fade = (int) (0.015 * sampleRate);
    for (ClipPlacement placement : placements) {
      int at = placement.at() + (int) ((2 * random.nextDouble() - 1) * loose * sampleRate);
      double detune = loose > 0 ? 0.24 * random.nextDouble() - 0.12 : 0;
      var melody = placement.melody().with(interval + detune, 1);
      float[] sung =
          formants.read(
              placement.clip().samples(),
              placement.start(),
              placement.frames(),
              melody,
              sampleRate);
      int n = sung.length;
      for (int i = 0; i < n; i++) {
        int to = at + i;
        if (to >= 0 && to < frames) {
          double edge = Math.min(1, Math.min((i + 0.5) / fade, (n - i - 0.5) / fade));
          track[to] += (float) (sung[i] * placement.gain() * edge);
        }
      }
    }
    return track;
  }
}
