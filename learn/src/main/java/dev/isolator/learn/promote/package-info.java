/// A model that passed the gate takes the place of the one in use, and gives it back.
@NullMarked
package dev.isolator.learn.promote;

import org.jspecify.annotations.NullMarked;
