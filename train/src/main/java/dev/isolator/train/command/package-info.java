/// The commands `train`, `finetune` and `export`.
@NullMarked
package dev.isolator.train.command;

import org.jspecify.annotations.NullMarked;
