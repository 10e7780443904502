@NullMarked
package dev.isolator.train.descriptor;

import org.jspecify.annotations.NullMarked;
