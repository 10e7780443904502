/// Masks: from the network's answer to the share of every stem.
@NullMarked
package dev.isolator.mask;

import org.jspecify.annotations.NullMarked;
