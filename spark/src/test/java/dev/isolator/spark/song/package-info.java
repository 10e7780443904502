@NullMarked
package dev.isolator.spark.song;

import org.jspecify.annotations.NullMarked;
