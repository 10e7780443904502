@NullMarked
package dev.isolator.live;

import org.jspecify.annotations.NullMarked;
