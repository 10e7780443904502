/// Training sets: pairs found and aligned, songs synthesised, manifests kept, examples cut.
@NullMarked
package dev.isolator.dataset;

import org.jspecify.annotations.NullMarked;
