/// Whole recordings in memory, for the stages that must look at a song from end to end.
@NullMarked
package dev.isolator.dataset.recording;

import org.jspecify.annotations.NullMarked;
