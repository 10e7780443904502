/// Instruments in SFZ, a text format that says which recording sounds for which keys: what free
/// sample libraries are published in.
///
/// [SfzFile] reads the text into [SfzRegion]s, each with all its opcodes.
/// `dev.isolator.dataset.soundfont` plays them.
///
/// Source: the SFZ format's reference at sfzformat.com; version 1 and, of version 2, what is named
/// in [SfzFile].
@NullMarked
package dev.isolator.dataset.sfz;

import org.jspecify.annotations.NullMarked;
