/// Files that are whole or not there.
@NullMarked
package dev.isolator.train.file;

import org.jspecify.annotations.NullMarked;
