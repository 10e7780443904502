/// The commands of `isolator dataset`; one thin command a file.
@NullMarked
package dev.isolator.dataset.command;

import org.jspecify.annotations.NullMarked;
