/// The band-warped spectrogram: bins as they are below 1.5 kHz, 24 bands an octave above.
@NullMarked
package dev.isolator.train.band;

import org.jspecify.annotations.NullMarked;
