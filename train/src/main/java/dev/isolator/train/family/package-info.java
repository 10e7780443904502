/// The structures of the built-in networks.
@NullMarked
package dev.isolator.train.family;

import org.jspecify.annotations.NullMarked;
