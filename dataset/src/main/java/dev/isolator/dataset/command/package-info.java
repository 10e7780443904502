/// The commands of `isolator dataset`. Each class parses the options of one command, calls the
/// package that does the work, and prints the result; [DatasetPlugin] adds them to the command
/// line.
@NullMarked
package dev.isolator.dataset.command;

import org.jspecify.annotations.NullMarked;
