/// `isolator evaluate` and `isolator plot`: what this module adds to the command line.
@NullMarked
package dev.isolator.evaluate.command;

import org.jspecify.annotations.NullMarked;
