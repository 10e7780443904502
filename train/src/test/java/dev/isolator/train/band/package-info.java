@NullMarked
package dev.isolator.train.band;

import org.jspecify.annotations.NullMarked;
