@NullMarked
package dev.isolator.train.command;

import org.jspecify.annotations.NullMarked;
