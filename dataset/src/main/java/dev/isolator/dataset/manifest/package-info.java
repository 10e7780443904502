/// The manifest of a data set: for each song or clip its files, origin, licence and purpose.
///
/// A manifest is a file of JSON Lines: the schema line
/// `{"schema":"isolator-manifest","version":1}`, then one [Entry] per line. [ManifestFile] reads
/// and writes it, [DataFolder] makes one from a folder of collected recordings, [ManifestCheck]
/// checks it against the files, [ManifestStats] summarises it.
///
/// ```java
/// Manifest manifest = ManifestFile.read(Path.of("data.jsonl"));
/// for (Entry song : manifest.of(Kind.SONG, Split.TRAIN)) {
///   Path vocals = manifest.file(song.stem("vocals"));
/// }
/// ```
///
/// Units: times are in seconds, sample rates in Hz, hashes are SHA-256 in 64 hexadecimal digits.
/// Paths are relative to the manifest's folder, with `/`. Keys that this version does not know are
/// kept.
@NullMarked
package dev.isolator.dataset.manifest;

import org.jspecify.annotations.NullMarked;
