@NullMarked
package dev.isolator.spark.command;

import org.jspecify.annotations.NullMarked;
