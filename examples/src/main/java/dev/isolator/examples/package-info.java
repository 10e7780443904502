/// Programs that use the library, in the order in which they are best read. Each is one file with
/// one `main`; the tests run all of them.
///
/// | program | shows |
/// |---|---|
/// | [Example01TwoFiles] | a song to two files |
/// | [Example02SamplesInMemory] | samples to samples, without files |
/// | [Example03ProgressAndCancel] | how far it is, and giving up |
/// | [Example04OtherFiles] | other stems, formats, names and balances; a part of the song |
/// | [Example05WhereSomebodySings] | the times at which somebody sings |
/// | [Example06ManySongs] | many songs, and what to do about those that cannot be read |
/// | [Example07WhileItPlays] | blocks of samples in, stems out, while the music plays |
@NullMarked
package dev.isolator.examples;

import org.jspecify.annotations.NullMarked;
