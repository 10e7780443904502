@NullMarked
package dev.isolator.train.loss;

import org.jspecify.annotations.NullMarked;
