/// All scores as one HTML page that needs nothing else: a table to sort, box plots, spectrograms
/// and sounds of each system's best and worst song, speed and memory.
@NullMarked
package dev.isolator.evaluate.report;

import org.jspecify.annotations.NullMarked;
