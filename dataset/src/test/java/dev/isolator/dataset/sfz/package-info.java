@NullMarked
package dev.isolator.dataset.sfz;

import org.jspecify.annotations.NullMarked;
