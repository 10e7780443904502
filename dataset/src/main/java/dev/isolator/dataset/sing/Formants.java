package dev.isolator.dataset.sing;

/// What becomes of a voice's formants when its pitch moves.
public enum Formants {
  /// They move along, as if the singer grew or shrank: read at another speed.
  MOVE {
    @Override
    float[] read(float[] clip, int start, int frames, MelodyCurve melody, int sampleRate) {
      return VarispeedResampler.read(clip, start, frames, melody, sampleRate);
    }
  },
  /// They stay, as when a singer sings another note: see [PitchSynchronousOverlapAdd].
  STAY {
    @Override
    float[] read(float[] clip, int start, int frames, MelodyCurve melody, int sampleRate) {
      return PitchSynchronousOverlapAdd.read(clip, start, frames, melody, sampleRate);
    }
  };

  /// Sounds `frames` frames of a clip from `start` on, `melody` semitones against the recording.
  abstract float[] read(float[] clip, int start, int frames, MelodyCurve melody, int sampleRate);
}
