/// How far an estimate is from the truth, and where to go.
@NullMarked
package dev.isolator.train.loss;

import org.jspecify.annotations.NullMarked;
