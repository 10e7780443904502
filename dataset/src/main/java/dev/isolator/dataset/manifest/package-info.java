/// The data manifest: which song or clip is where, whose it is, what it allows, what it is for.
///
/// A manifest is a file of JSON Lines: the schema line
/// `{"schema":"isolator-manifest","version":1}`, then one [Entry] a line. [ManifestFile] reads and
/// writes it, [DataFolder] makes one from a folder of collected audio, [ManifestCheck] proves it
/// against the files.
@NullMarked
package dev.isolator.dataset.manifest;

import org.jspecify.annotations.NullMarked;
