@NullMarked
package dev.isolator.spark.store;

import org.jspecify.annotations.NullMarked;
