@NullMarked
package dev.isolator.spark;

import org.jspecify.annotations.NullMarked;
