/// Stems to files: the last stage, and what users get.
///
/// [dev.isolator.render.Rendering] takes the stems of one song block by block and makes files of
/// them, which appear all at once when all are complete:
///
/// ```java
/// var options = RenderOptions.defaults().withRemixes(List.of(Remix.parse("vocals=-12dB")));
/// try (var rendering =
///     Rendering.open(folder, "My song", List.of("vocals", "music"), info, tags, options)) {
///   rendering.write(stems, mix, frames); // again and again
///   var result = rendering.finish();
/// }
/// ```
///
/// | file | what |
/// |---|---|
/// | `My song/vocals.wav` | the first stem |
/// | `My song/music.wav` | the last stem: what is left of the song |
/// | `My song/mix (vocals -12 dB).wav` | the remix |
///
/// ## What happens to a sample
///
/// 1. Float files take it as it is. For integers it gets dither and is rounded
///    ([dev.isolator.render.TpdfDither]); the last stem is the song minus the others as they were
///    rounded, so that the files sum to the song bit for bit, where the song's own steps are no
///    finer than theirs ([dev.isolator.render.StemQuantiser]).
/// 2. Its file's [dev.isolator.render.StemWriter] writes it. In files of integers, what is over
///    full scale is cut off, and its amplitude is kept aside
///    ([dev.isolator.render.ClippedSamples]).
/// 3. At the end, if anything was over, [dev.isolator.render.ClipPolicy] decides. By default all
///    stems are written a second time, turned down by one common gain, with the kept amplitudes in
///    their places.
/// 4. Where one file is to hold all stems, they are joined to it
///    ([dev.isolator.render.StemContainer]).
/// 5. The files get their names ([dev.isolator.render.FileSet]). Until then they are hidden, and
///    whatever ends the song early, an error, a cancellation, Ctrl-C, leaves nothing behind. What
///    `kill -9` or a power cut leaves is removed by the next program that writes into the folder
///    ([dev.isolator.file.AtomicFile]).
///
/// ## Names
///
/// [dev.isolator.render.RenderOptions#namePattern()] makes paths of song and stem; every part of
/// them is made safe for Linux, macOS and Windows ([dev.isolator.render.FileNames]). Two songs of
/// one name get two names from [dev.isolator.render.SongNames]. Every file carries a tag that says
/// who wrote it ([dev.isolator.render.EncodedByTag]), so that a later scan skips it;
/// [dev.isolator.render.OverwritePolicy] says what happens where a file exists.
@NullMarked
package dev.isolator.render;

import org.jspecify.annotations.NullMarked;
