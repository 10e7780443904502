/// `isolator catalogue`: thin commands over [dev.isolator.spark.job] and [dev.isolator.spark.work].
@NullMarked
package dev.isolator.spark.command;

import org.jspecify.annotations.NullMarked;
