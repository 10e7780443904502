/// What a studio does to a track: equaliser, compressor, reverb, echo, saturation, level, pan. All
/// in place on stereo arrays `[2][frames]`, full scale ±1.0, in strict arithmetic, so that one seed
/// gives the same bits on every machine.
@NullMarked
package dev.isolator.dataset.effect;

import org.jspecify.annotations.NullMarked;
