/// `isolator learn`: collect, run, gate, promote, rollback, history.
@NullMarked
package dev.isolator.learn.command;

import org.jspecify.annotations.NullMarked;
