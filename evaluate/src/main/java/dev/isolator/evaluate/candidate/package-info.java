/// The separation systems that are scored: models, reference separators, oracles, and folders of
/// stems that another program made. Each of them is a [Candidate] that turns a song into
/// [Estimates].
@NullMarked
package dev.isolator.evaluate.candidate;

import org.jspecify.annotations.NullMarked;
