@NullMarked
package dev.isolator.spark.mask;

import org.jspecify.annotations.NullMarked;
