/// Data sets: songs whose stems are known.
///
/// [DataSet#open] recognises how a folder or file is laid out and lists its songs;
/// [ReferenceSignals#of] decodes one of them. Stems are named as everywhere in Isolator: `vocals`,
/// `drums`, `bass`, `other`, and `music`, which some data sets call `accompaniment`.
///
/// ```java
/// var set = DataSet.open(Path.of("musdb18hq"), DataSet.Layout.AUTO, "");
/// for (Multitrack song : set.songs()) {
///   var references = ReferenceSignals.of(song);
///   Pcm16 vocals = references.stem("vocals");
/// }
/// ```
@NullMarked
package dev.isolator.evaluate.songs;

import org.jspecify.annotations.NullMarked;
