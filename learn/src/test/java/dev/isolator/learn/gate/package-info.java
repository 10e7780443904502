@NullMarked
package dev.isolator.learn.gate;

import org.jspecify.annotations.NullMarked;
