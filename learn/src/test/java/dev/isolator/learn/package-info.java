/// Tests of the learning loop.
@NullMarked
package dev.isolator.learn;

import org.jspecify.annotations.NullMarked;
