@NullMarked
package dev.isolator.spark.job;

import org.jspecify.annotations.NullMarked;
