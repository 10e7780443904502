@NullMarked
package dev.isolator.train.torch;

import org.jspecify.annotations.NullMarked;
