/// What a run looks and sounds like: one page without anything from outside.
@NullMarked
package dev.isolator.train.report;

import org.jspecify.annotations.NullMarked;
