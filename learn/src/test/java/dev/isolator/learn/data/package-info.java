@NullMarked
package dev.isolator.learn.data;

import org.jspecify.annotations.NullMarked;
