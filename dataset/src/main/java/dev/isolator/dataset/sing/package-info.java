/// Synthesises vocal tracks from recorded voice clips.
///
/// A [VoiceBank] holds the clips of a manifest's `voice` entries. [Singer] draws a singer from it,
/// composes a lead vocal of short clips whose pitch follows a [Melody], adds doubles, harmonies,
/// breaths and effects, and returns a stereo track.
///
/// A [Melody] is a random walk over a scale, the lead of a MIDI song, the recording's own melody,
/// or a pitch-corrected one. [Formants] says how pitch is shifted: by changing the speed, or by
/// pitch-synchronous overlap-add, which keeps the formants.
///
/// Units: pitches are MIDI note numbers or semitones; tracks are `[2][frames]`, full scale ±1.0;
/// rates are in Hz. All arithmetic that depends on the platform goes through `StrictMath`: the same
/// seed gives the same samples on every machine.
@NullMarked
package dev.isolator.dataset.sing;

import org.jspecify.annotations.NullMarked;
