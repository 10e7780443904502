@NullMarked
package dev.isolator.learn.history;

import org.jspecify.annotations.NullMarked;
