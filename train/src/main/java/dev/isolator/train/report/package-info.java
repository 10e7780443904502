/// The report of a run: one HTML page with curves, spectrograms and sound, which needs no other
/// file.
@NullMarked
package dev.isolator.train.report;

import org.jspecify.annotations.NullMarked;
