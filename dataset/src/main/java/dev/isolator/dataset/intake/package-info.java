/// Brings people's own songs into a manifest: finds out which file is which stem, says why the rest
/// is left out, and copies nothing unless asked.
@NullMarked
package dev.isolator.dataset.intake;

import org.jspecify.annotations.NullMarked;
