/// Files on disk: written whole or not at all, and known by their hash.
///
/// [AtomicFile] is how every module writes a file that somebody may read while, or after, the
/// program is killed. [Sha256] is how every module tells whether two files are the same. The
/// package knows nothing of sound; all others may use it.
///
/// ```java
/// AtomicFile.write(Path.of("scores.csv"), "song,sdr\n"); // the old content, or the new; never half
/// ```
@NullMarked
package dev.isolator.file;

import org.jspecify.annotations.NullMarked;
