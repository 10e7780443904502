/// Isolator takes a song apart: the voice from the music, and where a model was trained for it,
/// drums, bass and the rest.
///
/// ```java
/// try (var separator = Separator.open()) {
///   separator.separate(Path.of("song.mp3")).writeTo(Path.of("out"));
/// } // out/song/vocals.wav and out/song/music.wav
/// ```
///
/// # The tour
///
/// A song flows through one sentence: **audio → spectrum → model → mask → stems**. Every word of it
/// is a package; in this order they can be read.
///
/// | stage | package | what happens |
/// |---|---|---|
/// | decode | [dev.isolator.audio] | a file or pipe becomes blocks of samples; all hostile input stops here |
/// | transform | [dev.isolator.spectrum] | blocks become overlapping frames of bins (STFT) |
/// | ask | [dev.isolator.model] | chunks of frames go through a network, which answers with masks |
/// | mask | [dev.isolator.mask] | masks are shaped, and share every bin of the mix out among the stems |
/// | write | [dev.isolator.render] | stems become files, all of them at once |
///
/// A [dev.isolator.chain] names all steps of a separation as data, with settings of each, and
/// [dev.isolator.conditioning] makes what the network hears fit for it.
///
/// What strings transform, ask and mask together is [dev.isolator.separation]: the engine, samples
/// in, stems out. It switches over four kinds of models: chunks of spectra, single frames with
/// states, segments of samples, whole songs. A fifth kind says where somebody sings, beside any of
/// them or alone ([Separator#listening]). A [Separation] puts it between two more threads (decode,
/// separate, write). Two packages stand beside the flow: [dev.isolator.voice] tells where somebody
/// sings, [dev.isolator.file] writes files whole or not at all.
///
/// # What you can rely on
///
/// - Stems are as long as the song, at its rate and channels, and every sample keeps its place.
/// - Stems sum to the song, to −120 dBFS.
/// - Memory does not grow with the song. (Methods that need the whole song say so.)
/// - Blocks, pipes and files give the same bits; so does the same input twice.
/// - A bad file ends in an exception of one line that says what was expected, what was found and
///   the way out, and leaves nothing behind.
///
/// # With progress, a way to cancel, and other files
///
/// ```java
/// var separation =
///     separator
///         .separate(Path.of("song.mp3"))
///         .part(30, 10) // ten seconds from 0:30 on
///         .render(RenderOptions.defaults().withContainer(OutputFormat.Container.FLAC))
///         .onProgress(progress -> System.out.println(progress.fraction()));
/// SeparationResult result = separation.writeTo(Path.of("out")); // separation.cancel() from any thread
/// ```
///
/// # With samples in memory
///
/// ```java
/// BlockSeparation song =
///     separator.blocks(44_100, ChannelLayout.STEREO, (stems, mix, frames) -> {
///       // stems[0][channel][0 … frames) is the voice
///     });
/// song.write(block, frames); // as often as there are blocks
/// song.finish();
/// ```
///
/// A [Separator] holds the network: open one, use it for many songs, close it. It takes one song at
/// a time.
@NullMarked
package dev.isolator;

import org.jspecify.annotations.NullMarked;
