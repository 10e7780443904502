/// Training data: decoded once into a cache, mixed anew for every step.
@NullMarked
package dev.isolator.train.data;

import org.jspecify.annotations.NullMarked;
