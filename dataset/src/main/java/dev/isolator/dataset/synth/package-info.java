/// Whole songs with true stems, out of notes and voices: [SongSynth] for training, [ValidationSet]
/// for the fixed sixty mixes that models are compared on.
@NullMarked
package dev.isolator.dataset.synth;

import org.jspecify.annotations.NullMarked;
