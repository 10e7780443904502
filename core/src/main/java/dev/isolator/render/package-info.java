/// Stems to files.
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
/// 2. It is written as if it fitted. If it went over full scale, what it was is kept aside
///    ([dev.isolator.render.Overs]).
/// 3. At the end, if anything went over, [dev.isolator.render.ClipPolicy] decides; by default all
///    stems are written a second time, with what was kept aside put back, turned down by one common
///    gain ([dev.isolator.render.Track]).
/// 4. The files get their names ([dev.isolator.render.FileSet]). Until then they are hidden, and
///    whatever ends the song early, an error, a cancellation, Ctrl-C, leaves nothing behind.
///
/// ## Names
///
/// [dev.isolator.render.RenderOptions#namePattern()] makes paths of song and stem; every part of
/// them is made safe for Linux, macOS and Windows ([dev.isolator.render.FileNames]). Two songs of
/// one name get two names from [dev.isolator.render.SongNames], and every file carries a mark by
/// which [dev.isolator.render.StemMark] knows it again.
@NullMarked
package dev.isolator.render;

import org.jspecify.annotations.NullMarked;
