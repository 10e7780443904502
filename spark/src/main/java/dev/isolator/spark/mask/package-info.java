/// Masks as a file: a song is taken apart once, and its stems are made when somebody wants them.
///
/// What a network says of a song is small: its masks on its bands, in 8 bits, compressed.
/// [MaskRecorder] stands around a network and notes its answers; [MaskFileWriter] writes them;
/// [MaskFile] reads them; [RecordedMasks] is a model whose answers are those of the file. So stems
/// are made of song and masks by the engine that takes songs apart, with all that it can do –
/// Wiener filter, voice gate, remixes, formats – and only the network is missing. [MaskRendering]
/// puts that together.
///
/// | | |
/// |---|---|
/// | [MaskAxis] | the network's bins, or the bands that its masks are made on, which are fewer |
/// | [MaskQuantiser] | a share of 0 to 1 in 8 bits |
///
/// How far such stems are from those of the direct way is measured in docs/catalogue.md.
///
/// # The file
///
/// Numbers are big-endian; JSON is UTF-8.
///
/// | bytes | what |
/// |---|---|
/// | 8 | `ISOMASK1` |
/// | 4, then as many | length, and the header as JSON, see [MaskHeader] |
/// | … | blocks, each a zlib stream: a chunk's core frames of one pair of channels |
/// | as many as the next says | the trailer as JSON, see [MaskTrailer] |
/// | 4 | the trailer's length |
/// | 8 | `ISOMASK1` |
///
/// A block holds, for each stem but the last, each side, and each row of the axis, a byte for each
/// frame: its difference, modulo 256, from what its neighbours foretell, see [MaskBlock]. Then,
/// where the network says where somebody sings, a float for each frame. Blocks lie in the order of
/// the song's chunks, and within a chunk in that of the pairs.
@NullMarked
package dev.isolator.spark.mask;

import org.jspecify.annotations.NullMarked;
