/// What people heard: verdicts a stem, regions that are wrong, and whether the song may be used for
/// training. Kept with the job, the model's version and the song's hash, and written out for the
/// learning that comes later.
@NullMarked
package dev.isolator.server.feedback;

import org.jspecify.annotations.NullMarked;
