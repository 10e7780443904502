/// A SoundFont 2 player in plain Java: a bank of samples and a list of MIDI events go in, stereo
/// comes out, the same bits on every machine.
///
/// Source: *SoundFont Technical Specification*, version 2.01; section numbers refer to it. The
/// JDK's own player takes another soundfont only through packages that it does not export.
@NullMarked
package dev.isolator.dataset.soundfont;

import org.jspecify.annotations.NullMarked;
