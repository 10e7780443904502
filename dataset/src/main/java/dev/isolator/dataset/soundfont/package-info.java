/// A player of SoundFont 2 banks and SFZ instruments in plain Java: a bank of samples and a list of
/// MIDI events go in, stereo comes out, the same bits on every machine.
///
/// [SoundFont] opens a bank. [SoundFontPlayer] renders one part of a MIDI song between two times;
/// for each note it starts voices (`SynthVoice`) on the regions of the channel's preset, or of a
/// [SampledInstrument] (SFZ) that an [Orchestration] gives to the channel. `PresetData` reads the
/// bank's tables, `Region` is one sample with its `Generator` values.
///
/// Units, as in the specification: pitches in cents, times in timecents, attenuations in centibels;
/// output is `[2][frames]`, a single loud note peaks at about 0.5.
///
/// Source: *SoundFont Technical Specification*, version 2.01; section numbers refer to it. The
/// JDK's own player accepts another bank only through packages that it does not export.
@NullMarked
package dev.isolator.dataset.soundfont;

import org.jspecify.annotations.NullMarked;
