package dev.isolator.dataset.sing;

/// Whether a voice's formants move with its pitch.
public enum Formants {
  /// Formants move with the pitch, as if the singer were larger or smaller: see
  /// [VarispeedResampler].
  MOVE {
    @Override
    float[] read(float[] clip, int start, int frames, MelodyCurve melody, int sampleRate) {
      return VarispeedResampler.read(clip, start, frames, melody, sampleRate);
    }
  },
  /// Formants stay, as when a singer sings another note: see [PitchSynchronousOverlapAdd].
  STAY {
    @Override
    float[] read(float[] clip, int start, int frames, MelodyCurve melody, int sampleRate) {
      return PitchSynchronousOverlapAdd.read(clip, start, frames, melody, sampleRate);
    }
  };

  /// Reads `frames` frames of a clip from `start` on, with its pitch shifted by `melody`.
  abstract float[] read(float[] clip, int start, int frames, MelodyCurve melody, int sampleRate);
}
