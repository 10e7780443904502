/// Stems to files: naming, dither, the common gain, temporary files that appear all at once.
@NullMarked
package dev.isolator.render;

import org.jspecify.annotations.NullMarked;
