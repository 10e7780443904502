@NullMarked
package dev.isolator.learn.folder;

import org.jspecify.annotations.NullMarked;
