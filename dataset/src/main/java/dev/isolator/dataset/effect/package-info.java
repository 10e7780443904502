/// Audio effects for synthesis and augmentation: filters ([Biquad]), [Compressor], [Saturation],
/// [Reverb], [Echo], [Chorus], [RhythmicGate], [BitCrusher], [Vocoder], and levels ([Level]).
///
/// All process stereo tracks `[2][frames]` in place, full scale ±1.0. Levels and gains are in dB,
/// frequencies in Hz, times in seconds. Arithmetic is strict ([StrictDecibels]), so the same seed
/// gives the same samples on every machine.
@NullMarked
package dev.isolator.dataset.effect;

import org.jspecify.annotations.NullMarked;
