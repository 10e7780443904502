/// Fine-tuning: a version of the data and a model become another model, by `isolator finetune` and
/// `isolator export` in processes of their own, with limits of memory, threads and niceness. A run
/// that was interrupted goes on from its last checkpoint.
@NullMarked
package dev.isolator.learn.run;

import org.jspecify.annotations.NullMarked;
