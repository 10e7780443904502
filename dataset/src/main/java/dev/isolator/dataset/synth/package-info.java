/// Synthesises whole songs with their true stems from MIDI songs, instrumentals and voice clips.
///
/// [SongSynth] makes songs for training, [ValidationSet] the fixed sixty mixes on which models are
/// compared. Both draw an accompaniment (`Accompaniment`), process its parts (`InstrumentChain`),
/// add the vocals of [dev.isolator.dataset.sing.Singer], and write the stems (`Stems`) with a
/// manifest entry. The gain of the master bus is the same for all stems, and stems are rounded
/// before they are summed, so the files of the stems sum exactly to the file of the mixture.
///
/// Units: tracks are `[2][frames]` at 44 100 Hz, full scale ±1.0; levels are in dBFS, root mean
/// square of the blocks that are not silent. The same manifest, files and seed give the same bytes
/// on every machine.
@NullMarked
package dev.isolator.dataset.synth;

import org.jspecify.annotations.NullMarked;
