/// Training data: decoded once into a cache, mixed anew for every step, and where the settings name
/// a teacher, blended with its separation of the mix.
@NullMarked
package dev.isolator.train.data;

import org.jspecify.annotations.NullMarked;
