/// What people say of separations, and stems that they corrected, become an immutable version of
/// the data.
///
/// A song is in it only with a consent, which is a row of the version. Of songs that were approved,
/// segments of 4 s are kept whose estimated stems can be trusted further than the rest of the song
/// ([SegmentFilter]); where people marked that nobody sings, the song itself is an exact
/// accompaniment; corrected stems are exact. What is revoked is not in the next version, and its
/// sound is taken out of the earlier ones.
///
/// ```java
/// var version = new Collection(folder, "anna").collect(List.of(Path.of("export")), "own work");
/// version.verify(); // every file by its hash, and no file besides
/// ```
@NullMarked
package dev.isolator.learn.data;

import org.jspecify.annotations.NullMarked;
