/// Feedback on finished jobs: a verdict for each stem, regions with faults, and whether the song
/// may be used for training. It is stored with the job, the model's version and the song's hash,
/// and can be exported as training data.
@NullMarked
package dev.isolator.server.feedback;

import org.jspecify.annotations.NullMarked;
