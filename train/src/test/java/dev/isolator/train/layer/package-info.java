@NullMarked
package dev.isolator.train.layer;

import org.jspecify.annotations.NullMarked;
