/// Who is scored: models, reference separators, oracles, and folders of stems that somebody made
/// elsewhere. Each of them is a [Candidate] that answers a song with [Estimates].
@NullMarked
package dev.isolator.evaluate.candidate;

import org.jspecify.annotations.NullMarked;
