@NullMarked
package dev.isolator.train.report;

import org.jspecify.annotations.NullMarked;
