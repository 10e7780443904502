/// The training loop: steps, schedule, averages, checkpoints, validation, what is told on the way.
@NullMarked
package dev.isolator.train.loop;

import org.jspecify.annotations.NullMarked;
