@NullMarked
package dev.isolator.train.data;

import org.jspecify.annotations.NullMarked;
