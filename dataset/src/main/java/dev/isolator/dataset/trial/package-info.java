/// Measures the pair builder on pairs of known offset, drift, gain, polarity and cut.
@NullMarked
package dev.isolator.dataset.trial;

import org.jspecify.annotations.NullMarked;
