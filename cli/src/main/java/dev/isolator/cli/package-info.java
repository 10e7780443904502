/// The command line: one thin command a file.
@NullMarked
package dev.isolator.cli;

import org.jspecify.annotations.NullMarked;
