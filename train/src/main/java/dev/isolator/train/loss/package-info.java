/// Training losses and their gradients.
@NullMarked
package dev.isolator.train.loss;

import org.jspecify.annotations.NullMarked;
