@NullMarked
package dev.isolator.train.loop;

import org.jspecify.annotations.NullMarked;
