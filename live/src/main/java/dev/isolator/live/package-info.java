/// Real-time separation: takes music apart while it is played.
@NullMarked
package dev.isolator.live;

import org.jspecify.annotations.NullMarked;
