/// The command line as its users see it: words in, lines, files and an exit code out.
@NullMarked
package dev.isolator.cli;

import org.jspecify.annotations.NullMarked;
