/// Fetches published recordings and lays them out as a data folder.
///
/// A [SourceCatalogue] is data: it names each [Source], where it comes from ([Origin]), which files
/// are taken ([Take]) under which licence, and which are left out and why. [SourceDownload] takes
/// one source through the stages below; what it makes is what
/// [dev.isolator.dataset.manifest.DataFolder] reads.
///
/// | stage | class | what holds |
/// |---|---|---|
/// | fetch | `PackageDownload`, `GitArchive` | the bytes have the SHA-256, or the commit, that the catalogue names |
/// | unpack | `ArchiveExtraction` | only the wanted files, under names of our own; sizes and counts are bounded |
/// | lay out | `InstrumentalLayout`, `VoiceLayout` | each file or voice folder appears whole or not at all |
/// | list | `DataFolderTables` | `split.tsv`, `instrumental/index.tsv` and `LICENCES.md` are written anew |
///
/// ```java
/// var catalogue = SourceCatalogue.builtIn();
/// var download = new SourceDownload(folder, DownloadOptions.defaults());
/// for (Source source : catalogue.sources()) {
///   download.run(source);
/// }
/// ```
///
/// A run that was ended goes on where it stood: finished sources are passed over, a package that is
/// half there is fetched from there on. One process at a time in a folder.
@NullMarked
package dev.isolator.dataset.download;

import org.jspecify.annotations.NullMarked;
