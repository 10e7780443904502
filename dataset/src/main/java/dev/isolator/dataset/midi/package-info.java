/// Songs as notes: Standard MIDI Files, split into drums, bass and the rest.
@NullMarked
package dev.isolator.dataset.midi;

import org.jspecify.annotations.NullMarked;
