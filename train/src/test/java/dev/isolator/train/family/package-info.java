@NullMarked
package dev.isolator.train.family;

import org.jspecify.annotations.NullMarked;
