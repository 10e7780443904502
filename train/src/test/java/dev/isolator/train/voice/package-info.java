@NullMarked
package dev.isolator.train.voice;

import org.jspecify.annotations.NullMarked;
